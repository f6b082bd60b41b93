//! EXP-2: records as sheets.

mod export;
