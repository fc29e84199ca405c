use super::*;
use proptest::prelude::*;

fn one(text: &str) -> Document {
    let mut all = read(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap()
}

/// `path line text` of every scalar.
fn outline(node: &Node) -> Vec<String> {
    fn walk(node: &Node, path: &str, out: &mut Vec<String>) {
        match &node.value {
            Value::Scalar(scalar) => out.push(format!("{path} {} {:?}", node.at.line, scalar.text)),
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}[{index}]"), out);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    walk(&entry.value, &format!("{path}.{}", entry.key), out);
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(node, "", &mut out);
    out
}

#[test]
fn every_value_knows_its_line() {
    let text = "# first\nkind: Pod\nspec:\n  list: [1, two]\n  block: |\n    x\n    y\n  'quoted key': \"a\\tb\"\n";
    assert_eq!(
        outline(&one(text).root),
        [
            ".kind 2 \"Pod\"",
            ".spec.list[0] 4 \"1\"",
            ".spec.list[1] 4 \"two\"",
            ".spec.block 6 \"x\\ny\\n\"",
            ".spec.quoted key 8 \"a\\tb\"",
        ]
    );
}

#[test]
fn documents_are_numbered_as_a_person_counts_them() {
    let text = "# only a comment\n---\n# Source: a.yaml\na: 1\n---\n---\n# nothing\n--- {b: 2}\n...\nc: 3\n--- # end\n";
    let found: Vec<_> =
        pieces(text).iter().map(|p| (p.number, p.line, p.read().unwrap().root.entries()[0].key_at.line)).collect();
    assert_eq!(found, [(1, 2, 4), (2, 8, 8), (3, 10, 10)]);
}

#[test]
fn a_directive_stays_with_its_document() {
    assert_eq!(outline(&one("%YAML 1.1\n---\na: 1\n").root), [".a 3 \"1\""]);
}

#[test]
fn json_is_read_with_lines_tabs_and_surrogates() {
    let text =
        "{\n\t\"a\\/b\": \"\\ud83d\\ude00\",\n\t\"list\": [1.5e3, true, null, {}],\r\n\t\"half\": \"\\ud83d!\"\n}\n";
    assert_eq!(
        outline(&one(text).root),
        [
            ".a/b 2 \"😀\"",
            ".list[0] 3 \"1.5e3\"",
            ".list[1] 3 \"true\"",
            ".list[2] 3 \"null\"",
            ".half 4 \"\u{fffd}!\"",
        ]
    );
    let several: Vec<_> =
        pieces("{\"a\": \"}{\"}\n{\"b\": 2}{\"c\": 3}").iter().map(|p| (p.line, p.text.trim())).collect();
    assert_eq!(several, [(1, "{\"a\": \"}{\"}"), (2, "{\"b\": 2}"), (2, "{\"c\": 3}")]);
}

#[test]
fn aliases_and_merges_are_unfolded() {
    let text =
        "base: &base {a: 1, b: 2}\nother: &other {b: 9, c: 3}\nuse:\n  <<: [*base, *other]\n  a: 0\nagain: *base\n";
    assert_eq!(outline(one(text).root.get("use").unwrap()), [".a 5 \"0\"", ".b 1 \"2\"", ".c 2 \"3\""]);
    assert_eq!(outline(one(text).root.get("again").unwrap()), [".a 1 \"1\"", ".b 1 \"2\""]);
}

#[test]
fn a_key_that_stands_twice_is_remarked_and_the_last_counts() {
    for text in ["a: 1\nb: 2\na: 3\n", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"] {
        let document = one(text);
        assert_eq!(outline(&document.root), [".a 3 \"3\"", ".b 2 \"2\""]);
        assert!(
            matches!(&document.remarks[..], [Remark::DuplicateKey { key, first: 1, at }] if key == "a" && at.line == 3)
        );
    }
}

#[test]
fn each_bad_text_has_its_line_and_its_cure() {
    let bomb = {
        let mut lines = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x]".to_owned()];
        for level in 1..9 {
            let below = format!("*a{}, ", level - 1).repeat(9);
            lines.push(format!("a{level}: &a{level} [{}]", below.trim_end_matches(", ")));
        }
        lines.join("\n")
    };
    let deep = format!("a: {}", "[".repeat(400));
    let deep_block: Vec<String> = (0..300).map(|level| format!("{}a:", " ".repeat(level))).collect();
    let deep_block = deep_block.join("\n");
    let deep_json = format!("{{\"a\": {}", "[".repeat(400));
    let table: &[(&str, u32, &str)] = &[
        ("a:\n\tb: 1\n", 2, "indented with a tab"),
        ("metadata:\n  name: {{ .Values.name }}\n", 2, "helm template"),
        ("{{- if .Values.on }}\na: 1\n{{- end }}\n", 1, "helm template"),
        ("a: 1\n{{ include \"x\" . }}\nb: 2\n", 2, "helm template"),
        ("a: 1\nb: [1, 2,\n", 2, "ends in the middle of a list"),
        ("a: 1\nb: \"open\n", 2, "quoted text"),
        ("a: 1\nimag", 2, "ends in the middle of a line"),
        ("{\"a\": [1, 2", 1, "ends in the middle of a JSON value"),
        ("{\"a\": \"b", 1, "ends in the middle of a quoted text"),
        ("{\"a\": 1, 'b': : 2}\n", 1, "double quotes"),
        ("{\"a\" 1}\n", 1, "colon"),
        ("a: *nobody\n", 1, "anchor"),
        ("a: 1\n<<: 5\n", 2, "merges only mappings"),
        ("a: b: c\n", 1, "colon stands where none may"),
        ("a: 1\n b: 2\nc: 3\n", 2, "colon stands where none may"),
        ("a:\n  - 1\n  b: 2\n", 3, "indentation"),
        ("? [a, b]\n: c\n", 1, "must be text"),
        ("just some words\n", 1, "not YAML or JSON with fields"),
        (&bomb, 6, "alias bomb"),
        (&deep, 1, "nested over 200 levels"),
        (&deep_block, 201, "nested over 200 levels"),
        (&deep_json, 1, "nested over 200 levels"),
    ];
    for (text, line, says) in table {
        let shown: String = text.chars().take(60).collect();
        let error = read(text).remove(0).unwrap_err();
        assert!(error.to_string().contains(says), "{shown:?}: {error}");
        assert_eq!((error.document, error.at.line), (1, *line), "{shown:?}: {error}");
    }
}

#[test]
fn each_bad_file_has_its_cure() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("a: é\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(decode(&utf16).unwrap(), "a: é\n");
    assert_eq!(decode(b"\xef\xbb\xbfa: 1").unwrap(), "a: 1");
    let bare: Vec<u8> = "kind: Pod\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let large = vec![b'a'; MAX_BYTES + 1];
    let table: &[(&[u8], u32, &str)] = &[
        (b"", 0, "empty"),
        (b"\n# only\n\n  # comments\n", 0, "empty"),
        (&large, 0, "21 MB; the most that is read is 20 MB"),
        (b"a: 1\nb: \xe9\n", 2, "older encoding"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc", 1, "not text"),
        (&bare, 1, "UTF-16"),
        (b"<!DOCTYPE html>\n<html>", 0, "web page"),
    ];
    for (bytes, line, says) in table {
        let error = decode(bytes).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(error.at.line, *line, "{error}");
    }
}

#[test]
fn a_broken_document_leaves_the_others() {
    let text = "a: 1\n---\nb:\n\tc: 2\n---\nd: 3\n";
    let all = read(text);
    assert_eq!(outline(&all[0].as_ref().unwrap().root), [".a 1 \"1\""]);
    let error = all[1].as_ref().unwrap_err();
    assert_eq!((error.document, error.at.line), (2, 4));
    assert_eq!(outline(&all[2].as_ref().unwrap().root), [".d 6 \"3\""]);
}

#[test]
fn a_template_inside_a_text_is_no_helm_template() {
    let text =
        "data:\n  rule: |\n    {{ $labels.pod }} is down\n    {{- if .Values }}x{{ end }}\n  flow: \"{{ x }}\"\n";
    assert_eq!(outline(&one(text).root).len(), 2);
}

#[test]
fn kind_and_name_are_found_without_parsing() {
    let text = "apiVersion: v1 # comment\nkind: \"CustomResourceDefinition\"\nmetadata:\n  labels:\n    name: wrong\n  name: a.b.c\nspec:\n  name: no\n";
    let piece = pieces(text)[0];
    assert_eq!(piece.margin("kind"), Some(("CustomResourceDefinition", 2)));
    assert_eq!(piece.margin("apiVersion"), Some(("v1", 1)));
    assert_eq!(piece.metadata_name(), Some(("a.b.c", 6)));
    assert_eq!(pieces("kinds: x\n")[0].margin("kind"), None);
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "[\\x00-\\x7fé😀]{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn yaml_shaped_text_never_panics(text in "([a-c]: |- |[&*]a |\\[|\\]|\\{|\\}|\"|'|\\||>|<<: |---|\\.\\.\\.|,|#|!|%|\\?|:|\n|\n  |\t|é|1|x| ){0,60}") {
        for document in read(&text).into_iter().flatten() {
            let _ = outline(&document.root);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode(&bytes) {
            let _ = read(&text);
        }
    }

    #[test]
    fn json_agrees_with_serde(value in json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let document = read(&format!("{{\"x\":{text}}}")).remove(0).unwrap();
            prop_assert_eq!(to_json(document.root.get("x").unwrap()), value.clone());
        }
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "\\PC{0,8}|[\\x00-\\x20\"\\\\/]{0,4}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec(("\\PC{0,6}", inner), 0..5)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Null => serde_json::Value::Null,
            ScalarKind::Bool(flag) => flag.into(),
            ScalarKind::Int(number) => number.into(),
            ScalarKind::Float | ScalarKind::Text => scalar.text.clone().into(),
        },
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(entries) => {
            serde_json::Value::Object(entries.iter().map(|e| (e.key.clone(), to_json(&e.value))).collect())
        }
    }
}
