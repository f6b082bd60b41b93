//! The job runner and one file a job.
