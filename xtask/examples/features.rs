//! Built beside a program of the workspace: with an example in the selection, cargo gives the dependencies the features that
//! the tests need. Without it a part of them would be compiled a second time for the tests.

fn main() {}
