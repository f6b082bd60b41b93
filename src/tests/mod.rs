//! What only the whole can show: pages, functions, API and files through the real router.
