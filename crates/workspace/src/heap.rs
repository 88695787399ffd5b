//! One heap for all threads of a device's program.
//!
//! Why: the C library of Linux gives threads heaps of their own, and what is free in one serves no
//! other. A first copy of a million leads then held 163 MiB at most where 129 are enough: pages
//! that were decoded in one thread leave 35 MiB that sorting an index in another cannot use. A
//! device's few threads wait for the database and the network, not for memory. (A server's many do,
//! so it keeps its heaps.)

/// Has all threads share one heap, where the C library would not. To be called before there are any.
pub fn share() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the standard library does not set up the heap")]
    // SAFETY: takes two numbers, before any thread is there. What it refuses stays as it is.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}
