//! Enums that are stored and spelled as one word (`ready_for_review`), and state machines as
//! tables.

/// Declares an enum with the same word in SQL, on the wire and in JSON Schema.
/// ```ignore
/// word_enum! { pub enum Stage { Setup = "setup", OnHold = "on_hold" } }
/// ```
macro_rules! word_enum {
    ($(#[$m:meta])* $vis:vis enum $name:ident {
        $( $(#[$vm:meta])* $variant:ident = $word:literal ),* $(,)?
    }) => {
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        $vis enum $name { $( $(#[$vm])* #[serde(rename = $word)] $variant ),* }
        #[allow(dead_code)]
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word that is stored and sent.
            pub const fn word(self) -> &'static str {
                match self { $( $name::$variant => $word ),* }
            }
        }
        impl netra_kernel::rusqlite::types::ToSql for $name {
            fn to_sql(&self)
                -> netra_kernel::rusqlite::Result<netra_kernel::rusqlite::types::ToSqlOutput<'_>>
            {
                Ok(self.word().into())
            }
        }
        impl netra_kernel::rusqlite::types::FromSql for $name {
            fn column_result(v: netra_kernel::rusqlite::types::ValueRef<'_>)
                -> netra_kernel::rusqlite::types::FromSqlResult<Self>
            {
                let word = v.as_str()?;
                $name::ALL.iter().copied().find(|s| s.word() == word).ok_or_else(|| {
                    netra_kernel::rusqlite::types::FromSqlError::Other(
                        concat!("not a ", stringify!($name)).into())
                })
            }
        }
    };
}
pub(crate) use word_enum;

/// One line of a state machine: from, what happens, to.
pub type Transition<S, V> = (S, V, S);

/// Where `verb` leads from `from`; None when the machine does not allow it.
pub fn next<S: Copy + PartialEq, V: Copy + PartialEq>(
    table: &[Transition<S, V>],
    from: S,
    verb: V,
) -> Option<S> {
    table.iter().find(|t| t.0 == from && t.1 == verb).map(|t| t.2)
}
