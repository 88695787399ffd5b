//! New migration files must cause a rebuild; `embed_migrations!` alone does not notice them.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
    println!("cargo:rerun-if-changed=../../assets/lang");
}
