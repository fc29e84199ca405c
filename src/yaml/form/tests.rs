//! What is declared is read and written, and what does not fit has its place, its path and its cure.

use super::super::{Decimal, Document, print, read};
use super::*;
use crate::order::Map;
use crate::units::MilliCpu;

#[derive(Debug, PartialEq)]
struct Shop {
    name: String,
    open_since: Option<u32>,
    rows: Vec<i64>,
    doors: Map<String, Door>,
}
record!(Shop, needs name { name, open_since, rows, doors });

#[derive(Debug, PartialEq)]
enum Door {
    Plain,
    Text(String),
    Pair { first_leaf: u8, glass: bool },
}
choice!(Door, camel { Plain, Text(text), Pair { first_leaf, glass } needs first_leaf });

fn shop(text: &str) -> Result<Shop, Misfit> {
    let document = read::read(text).remove(0).unwrap();
    from_node(&document.root)
}

#[test]
fn what_is_declared_is_read_from_yaml_and_json_alike() {
    let yaml = "name: 1.10\nopenSince: 3\nrows: [-4, 9]\ndoors: {x: plain, y: {text: no}, z: {pair: {firstLeaf: 1}}}\n";
    let json = r#"{"name": "1.10", "openSince": 3, "rows": [-4, 9], "doors": {"x": "plain", "y": {"text": "no"}, "z": {"pair": {"firstLeaf": 1}}}}"#;
    let read = shop(yaml).unwrap();
    assert_eq!(read.name, "1.10");
    assert_eq!(read.doors.get("y").unwrap(), &Door::Text("no".into()));
    assert_eq!(read.doors.get("z").unwrap(), &Door::Pair { first_leaf: 1, glass: false });
    assert_eq!(shop(json).unwrap(), read);
    assert_eq!(shop("name: x\nopenSince:\n").unwrap().open_since, None);
    assert_eq!(shop("name: x\nopenSince: 3\nrows: [1]\n").unwrap().rows, [1]);
}

#[test]
fn what_is_blank_is_not_written_and_the_rest_is_read_back() {
    let printed = |shop: &Shop| print(&[Document { comment: String::new(), tree: shop.write() }]);
    let blank = Shop { name: String::new(), open_since: None, rows: vec![], doors: Map::new() };
    assert_eq!(printed(&blank), "name: \"\"\n");
    let doors = Map::from([
        ("a".to_owned(), Door::Plain),
        ("b".to_owned(), Door::Text(String::new())),
        ("c".to_owned(), Door::Pair { first_leaf: 0, glass: false }),
    ]);
    let full = Shop { name: "no".into(), open_since: Some(0), rows: vec![0, -1], doors };
    assert_eq!(shop(&printed(&full)).unwrap(), full);
    assert!(!printed(&full).contains("glass"));
}

#[test]
fn what_does_not_fit_has_a_place_a_path_and_a_cure() {
    for (text, line, said) in [
        (
            "name: x\nopenSince: many\n",
            2,
            "openSince: here stands the text \"many\", but it takes a whole number from 0 to 4294967295",
        ),
        ("name: x\nopensince: 1\n", 2, "there is no field “opensince” here; did you mean “openSince”?"),
        ("name: x\nquarter: y\n", 2, "there is no field “quarter” here; there are name, openSince, rows, doors"),
        ("name: x\nrows:\n- 1\n- two\n", 4, "rows[1]: here stands the text \"two\", but it takes a whole number"),
        (
            "name: x\ndoors:\n  k:\n    pair: {firstLeaf: 300}\n",
            4,
            "doors.k.pair.firstLeaf: here stands the number 300, but it takes a whole number from 0 to 255",
        ),
        ("name: x\ndoors:\n  k:\n    pair: {}\n", 4, "doors.k.pair: the field “firstLeaf” is missing; add it"),
        ("name: x\ndoors: {k: plan}\n", 2, "doors.k: “plan” is none of plain, text, pair; did you mean “plain”?"),
        ("name: x\ndoors: {k: {plain: 1}}\n", 2, "doors.k: “plain” stands alone, without anything after it"),
        ("name: x\ndoors: {k: text}\n", 2, "doors.k: “text” needs what belongs to it, as in `text: …`"),
        ("name: x\ndoors: {k: {}}\n", 2, "doors.k: this takes one choice, with what belongs to it below"),
        (
            "name: x\ndoors: {k: [plain]}\n",
            2,
            "doors.k: here stands a list, but it takes one of its choices: a word, or a word with fields below it",
        ),
        ("openSince: 1\n", 1, "the field “name” is missing; add it"),
        ("[]\n", 1, "here stands a list, but it takes fields"),
        ("name:\n", 1, "name: here stands nothing, but it takes text"),
    ] {
        let misfit = shop(text).unwrap_err();
        assert_eq!((misfit.at.map(|at| at.line), misfit.to_string().as_str()), (Some(line), said), "{text}");
    }
}

written! {
    /// What a shop tells others.
    #[derive(Default)]
    struct Sign {
        /// Its name.
        shop_name: Option<&'static str>,
        pub(super) r#type: &'static str,
        tax_id as "taxID": Option<u8>,
        rows: Vec<Line>,
        share: Option<Decimal>,
        amounts: Map<String, Option<MilliCpu>>,
        empty: Empty,
    }

    struct Line {
        door: Door,
    }

    #[derive(Default)]
    struct Empty {}
}

#[test]
fn what_is_only_written_leaves_out_what_is_none() {
    let doors = [Door::Plain, Door::Text("no".into()), Door::Pair { first_leaf: 1, glass: false }];
    let full = Sign {
        shop_name: Some("no"),
        r#type: "a",
        tax_id: Some(0),
        rows: doors.into_iter().map(|door| Line { door }).collect(),
        share: Some(Decimal { hundredths: 150 }),
        amounts: Map::from([("a".to_owned(), Some(MilliCpu(2000))), ("b".to_owned(), None)]),
        empty: Empty {},
    };
    let written = "\
shopName: \"no\"
type: a
taxID: 0
rows:
  - door: plain
  - door:
      text: \"no\"
  - door:
      pair:
        firstLeaf: 1
share: 1.5
amounts:
  a: \"2\"
  b: null
empty: {}
";
    let nothing = "type: \"\"\nrows: []\namounts: {}\nempty: {}\n";
    for (sign, expected) in [(full, written), (Sign::default(), nothing)] {
        assert_eq!(print(&[Document { comment: String::new(), tree: sign.write() }]), expected);
    }
}

#[test]
fn the_largest_numbers_are_kept() {
    let numbers = vec![u64::MAX, i64::MAX.unsigned_abs() + 1, 0];
    let text = print(&[Document { comment: String::new(), tree: numbers.write() }]);
    let document = read::read(&text).remove(0).unwrap();
    assert_eq!(from_node::<Vec<u64>>(&document.root).unwrap(), numbers);
}
