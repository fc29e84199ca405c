//! The printer against readers: what a table of awkward strings and any tree become when they are read again.

use super::*;
use proptest::prelude::*;

#[path = "../../../tests/fixtures/awkward.rs"]
mod awkward;
use awkward::AWKWARD;

fn map(entries: Vec<(&str, Tree)>) -> Tree {
    let entry = |(key, value): (&str, Tree)| Entry { comment: String::new(), key: key.to_owned().into(), value };
    Tree::Map(entries.into_iter().map(entry).collect())
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

fn printed(tree: &Tree) -> String {
    print(&[Document { comment: String::new(), tree: tree.clone() }])
}

/// The tree as `serde_yaml` sees it.
fn as_value(tree: &Tree) -> serde_yaml::Value {
    match tree {
        Tree::Null => serde_yaml::Value::Null,
        Tree::Bool(value) => (*value).into(),
        Tree::Integer(number) => (*number).into(),
        Tree::Decimal(number) => number.parse::<f64>().unwrap().into(),
        Tree::Text(text) => text.clone().into(),
        Tree::List(items) => serde_yaml::Value::Sequence(items.iter().map(as_value).collect()),
        Tree::Map(entries) => serde_yaml::Value::Mapping(
            entries.iter().map(|entry| (entry.key.to_string().into(), as_value(&entry.value))).collect(),
        ),
    }
}

#[test]
fn awkward_strings_come_back_as_keys_and_values_at_every_place() {
    for awkward in AWKWARD {
        let tree = map(vec![
            (awkward, text(awkward)),
            ("list", Tree::List(vec![text(awkward), map(vec![(awkward, text(awkward)), ("b", text(awkward))])])),
            ("lists", Tree::List(vec![Tree::List(vec![text(awkward)]), Tree::List(vec![])])),
            ("map", map(vec![("deeper", map(vec![(awkward, text(awkward))]))])),
        ]);
        let yaml = printed(&tree);
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        assert_eq!(read, as_value(&tree), "{awkward:?}\n{yaml}");
        let alone: serde_yaml::Value = serde_yaml::from_str(&printed(&text(awkward))).unwrap();
        assert_eq!(alone, as_value(&text(awkward)), "{awkward:?}");
    }
}

#[test]
fn plain_where_nobody_can_be_in_doubt() {
    for (said, written) in [
        ("cart", "cart"),
        ("250m", "250m"),
        ("1536Mi", "1536Mi"),
        ("25%", "25%"),
        ("--port=80", "--port=80"),
        ("/healthz", "/healthz"),
        ("http://cart:7070", "http://cart:7070"),
        ("two words", "two words"),
        ("8080", "\"8080\""),
        ("10.0.0.1", "\"10.0.0.1\""),
        ("no", "\"no\""),
        ("{\"a\": \"b\"}", "'{\"a\": \"b\"}'"),
        ("it's", "\"it's\""),
        ("\u{2028}", "\"\\u2028\""),
        ("\u{0}", "\"\\x00\""),
        ("🚀 é", "\"🚀 é\""),
        ("*", "\"*\""),
    ] {
        assert_eq!(printed(&map(vec![("k", text(said))])), format!("k: {written}\n"));
    }
}

#[test]
fn the_layout_is_the_one_people_write() {
    let mut tree = map(vec![
        ("kind", text("List")),
        ("empty", Tree::List(vec![])),
        (
            "items",
            Tree::List(vec![
                map(vec![("name", text("a")), ("args", Tree::List(vec![text("x"), text("two\nlines\n")]))]),
                map(vec![("name", text("b")), ("none", map(vec![])), ("script", text("one\n\n  two"))]),
            ]),
        ),
        ("count", Tree::Integer(3)),
        ("share", Tree::Decimal("0.5".into())),
        ("on", Tree::Bool(true)),
    ]);
    assert!(tree.note(&["items", "a", "args"], "why\n\nand more"));
    assert!(tree.note(&["items", "b", "name"], "the second"));
    assert!(tree.note(&["count"], "one\r\u{2028}kind: evil"));
    assert!(!tree.note(&["items", "c", "name"], "nowhere"));
    assert_eq!(tree.at(&["items", "[1]", "script"]), Some(&text("one\n\n  two")));
    let documents = [
        Document { comment: "Header\nin two lines".into(), tree },
        Document { comment: String::new(), tree: Tree::Null },
    ];
    let expected = "\
# Header
# in two lines
kind: List
empty: []
items:
  - name: a
    # why
    #
    # and more
    args:
      - x
      - |
        two
        lines
  # the second
  - name: b
    none: {}
    script: |-
      one

        two
# one\u{fffd}\u{fffd}kind: evil
count: 3
share: 0.5
\"on\": true
---
null
";
    assert_eq!(print(&documents), expected);
}

#[test]
fn a_long_key_is_still_a_key() {
    let long = "k".repeat(3000);
    let tree =
        map(vec![(&long, map(vec![(&long, text("v"))])), ("list", Tree::List(vec![map(vec![(&long, text("v"))])]))]);
    let read: serde_yaml::Value = serde_yaml::from_str(&printed(&tree)).unwrap();
    assert_eq!(read, as_value(&tree));
}

#[test]
fn hundredths_print_as_short_decimals() {
    for (hundredths, text) in [(0, "0"), (100, "1"), (5, "0.05"), (50, "0.5"), (125, "1.25"), (10_000, "100")] {
        assert_eq!(Decimal { hundredths }.to_string(), text);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::sample::select(AWKWARD).prop_map(str::to_owned),
        "[-+.:0-9a-fxoeTZ_ ]{0,12}",
        "[ \\na-c:#'\"\\\\|>-]{0,30}",
    ]
}

fn any_tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Integer),
        any_text().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            proptest::collection::btree_map(any_text(), (inner, any_text()), 0..5).prop_map(|entries| Tree::Map(
                entries.into_iter().map(|(key, (value, comment))| Entry { comment, key: key.into(), value }).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn any_tree_comes_back(tree in any_tree(), comment in any_text()) {
        let yaml = print(&[Document { comment, tree: tree.clone() }]);
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        prop_assert_eq!(read, as_value(&tree), "{}", yaml);
    }
}
