//! Any bytes as a list of leads (CSV or XLSX): rows to the end, or refused with a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_kernel::Kind;
use netra_workspace::import::{open, scan};
use std::path::PathBuf;
use std::sync::LazyLock;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("netra-fuzz-list-{}", std::process::id()))
});

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).unwrap();
    let read = || {
        let scanned = scan(&FILE)?;
        assert_eq!(scanned.size, data.len() as u64);
        let mut rows = open(&FILE, &scanned, None)?;
        let mut n = 0;
        while let Some(row) = rows.next_row()? {
            assert!(!row.cells.is_empty(), "a row without cells");
            n += 1;
            // Every row takes a byte of the file at least; a workbook may unfold more.
            assert!(n <= data.len().max(2_000_000), "rows without end");
        }
        Ok(())
    };
    let done: netra_kernel::Result<()> = read();
    if let Err(e) = done {
        assert!(e.kind() != Kind::Internal, "{e:?}");
    }
});
