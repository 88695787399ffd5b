//! Compiles the window's permissions and the built UI into the program.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The capabilities lie beside the shell's sources, not at the root where the manifest is.
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes)?;
    Ok(())
}
