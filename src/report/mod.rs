//! What people read: pure renderings of what the tables say. No arithmetic is done here.

pub mod grid;
