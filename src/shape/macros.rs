//! The four ways to describe a shape.

/// An object with named fields. Fields after `later` belong to parts of the format that this version cannot compute.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ $field:ident: $type:ty = $key:literal, )*
        }
        $(later [$($later:literal),* $(,)?])?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        $vis struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl $crate::shape::Blank for $name {
            #[inline(never)]
            fn blank() -> Self {
                Self { $( $field: $crate::shape::Blank::blank(), )* }
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader,
                json: &$crate::json::Json<'_>,
                place: &$crate::shape::Place<'_>,
            ) -> Option<Self> {
                let mut record = <Self as $crate::shape::Blank>::blank();
                Self::fill(&mut record, reader, json, place).then_some(record)
            }

            fn fill(
                &mut self,
                reader: &mut $crate::shape::Reader,
                json: &$crate::json::Json<'_>,
                place: &$crate::shape::Place<'_>,
            ) -> bool {
                const KEYS: &[&str] = &[$($key),*];
                reader.record(json, place, KEYS, &[$($($later),*)?], &mut [$(&mut self.$field),*])
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn schema(schema: &mut $crate::shape::Schema) -> serde_json::Value {
                schema.define(stringify!($name), concat!($($doc, "\n"),+), |schema| {
                    let mut object = $crate::shape::Schema::object();
                    $( schema.field::<$type>(&mut object, $key, concat!($($field_doc, "\n"),+)); )*
                    object
                })
            }
        }
    };
}

/// One of several objects, known by the one field that only it has.
macro_rules! keyed {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident($type:ty) = $key:literal, )+
        }
        later [$($later:literal),* $(,)?]
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        $vis enum $name {
            $( $(#[doc = $variant_doc])+ $variant($type), )+
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader,
                json: &$crate::json::Json<'_>,
                place: &$crate::shape::Place<'_>,
            ) -> Option<Self> {
                const READERS: &[$crate::shape::ReadAs<$name>] = &[
                    $( |reader, json, place| $crate::shape::Shape::read(reader, json, place).map($name::$variant), )+
                ];
                let nth = reader.key(json, place, &[$($key),+], &[$($later),*])?;
                READERS.get(nth)?(reader, json, place)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn schema(schema: &mut $crate::shape::Schema) -> serde_json::Value {
                schema.define(stringify!($name), concat!($($doc, "\n"),+), |schema| {
                    let variants = vec![$( <$type as $crate::shape::Shape>::schema(schema) ),+];
                    serde_json::json!({ "anyOf": variants })
                })
            }
        }
    };
}

/// One of several objects, known by the word in a field of its own.
macro_rules! tagged {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident by $tag:literal {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident($type:ty) = $word:literal, )+
        }
        later [$($later:literal),* $(,)?]
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        $vis enum $name {
            $( $(#[doc = $variant_doc])+ $variant($type), )+
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader,
                json: &$crate::json::Json<'_>,
                place: &$crate::shape::Place<'_>,
            ) -> Option<Self> {
                const READERS: &[$crate::shape::ReadAs<$name>] = &[
                    $( |reader, json, place| $crate::shape::Shape::read(reader, json, place).map($name::$variant), )+
                ];
                let nth = reader.tag_of(json, place, $tag, &[$($word),+], &[$($later),*])?;
                reader.tagged($tag);
                READERS.get(nth)?(reader, json, place)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn schema(schema: &mut $crate::shape::Schema) -> serde_json::Value {
                schema.define(stringify!($name), concat!($($doc, "\n"),+), |schema| {
                    let mut variants = vec![$( {
                        let of = <$type as $crate::shape::Shape>::schema(schema);
                        schema.with_tag(&of, $tag, $word)
                    } ),+];
                    variants.dedup();
                    serde_json::json!({ "anyOf": variants })
                })
            }
        }
    };
}

/// One of several words.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name {
            $( $(#[doc = $variant_doc])+ $variant, )+
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),+];
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader,
                json: &$crate::json::Json<'_>,
                place: &$crate::shape::Place<'_>,
            ) -> Option<Self> {
                let nth = reader.word(json, place, &[$($word),+])?;
                Self::ALL.get(nth).copied()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn schema(_: &mut $crate::shape::Schema) -> serde_json::Value {
                serde_json::json!({ "description": concat!($($doc, "\n"),+).trim(), "enum": [$($word),+] })
            }
        }
    };
}

pub(crate) use {keyed, record, tagged, words};
