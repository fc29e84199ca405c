//! The pictures are read by an XML reader that is not ours (expat, as Python has it): whatever a person calls things, a
//! picture is one well-formed document, and shows what it is a picture of.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::awkward::AWKWARD;
use fixtures::python::{folder, python, run};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use sheerline::decide::Firmness;
use sheerline::design::{Design, OwnAlternative, OwnCriterion, OwnNumber, OwnValue, resolve};
use sheerline::draw::{Comparison, Lane, Line, Places, comparison_as_svg};
use sheerline::knowledge::embedded;
use sheerline::recommend::{knowledge_for, recommend_by};
use std::fs;

/// Reads every file and prints of each the size, what is written and how many boxes are filled.
const READER: &str = "
import json, sys
from xml.parsers import expat
answers = []
for path in sys.argv[1:]:
    size, texts, elements, open_texts = [], [], {}, []
    def begin(name, attributes):
        elements[name] = elements.get(name, 0) + 1
        if name == 'svg':
            size.extend([int(attributes['width']), int(attributes['height'])])
        if name == 'text':
            texts.append('')
            x, y = int(attributes['x']), int(attributes['y'])
            assert 0 <= x <= size[0] and 0 <= y <= size[1], (path, x, y, size)
        open_texts.append(name)
        for name, value in attributes.items():
            assert name not in ('href', 'style', 'class') and not name.startswith('on') and 'url(' not in value, (path, name)
    def within(text):
        if open_texts[-1] == 'text':
            texts[-1] += text
    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.CharacterDataHandler = begin, within
    reader.EndElementHandler = lambda name: open_texts.pop()
    with open(path, 'rb') as file:
        try:
            reader.ParseFile(file)
        except expat.ExpatError as error:
            sys.exit(f'{path}: {error}')
    answers.append({'size': size, 'texts': texts, 'elements': elements})
print(json.dumps(answers))
";

/// A design in which everything a person may name bears that name.
fn named(name: &str) -> Design {
    let mut design = Design { name: name.to_owned(), ..Design::default() };
    let own = &mut design.decision;
    own.alternatives =
        vec![OwnAlternative { name: name.to_owned(), dollars_a_month: Some(150), ..OwnAlternative::default() }];
    own.criteria = vec![OwnCriterion { name: name.to_owned(), ..OwnCriterion::default() }];
    own.values = vec![OwnValue { of: "eks".into(), criterion: "cost".into(), points: 7, because: name.to_owned() }];
    own.numbers = vec![OwnNumber {
        fact: name.to_owned(),
        number: name.to_owned(),
        is: name.to_owned(),
        because: name.to_owned(),
    }];
    design
}

fn picture(design: &Design, view: &Comparison) -> String {
    let recommendation = recommend_by(design, &resolve(design), embedded(), &|_, _| Firmness::default());
    let knowledge = knowledge_for(design, embedded());
    comparison_as_svg(&Places::of(&recommendation, &knowledge, view), &design.name)
}

fn read_by_another(name: &str, pictures: &[String]) -> Option<Vec<Value>> {
    let python = python()?;
    let place = folder(name);
    let mut arguments = vec!["-c".to_owned(), READER.to_owned()];
    for (number, picture) in pictures.iter().enumerate() {
        let path = place.join(format!("{number}.svg"));
        fs::write(&path, picture).unwrap();
        arguments.push(path.to_str().unwrap().to_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answers: Vec<Value> = serde_json::from_str(&run(&python, &arguments)).unwrap();
    assert_eq!(answers.len(), pictures.len());
    Some(answers)
}

fn texts(answer: &Value) -> Vec<&str> {
    answer["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn any_name_yields_a_well_formed_picture() {
    let mut runner = TestRunner::deterministic();
    let mut drawn = |strategy: &BoxedStrategy<String>| strategy.new_tree(&mut runner).unwrap().current();
    let letters = [any::<String>().boxed(), "[<>&\"'\\]\\[!\u{0}-\u{20}\u{fffe}\u{ffff}\u{d7ff}a-c-]{1,40}".boxed()];
    let mut names: Vec<String> = AWKWARD.iter().map(|name| (*name).to_owned()).collect();
    names.extend(letters.iter().flat_map(|letters| (0..60).map(|_| drawn(letters)).collect::<Vec<_>>()));
    names.push("<script>alert(1)</script>]]>&#0;".to_owned());
    names.push("a".repeat(5_000));
    let turned = Comparison { turned: true, ..Comparison::default() };
    let views = [Comparison::default(), turned];
    let pictures: Vec<String> =
        names.iter().enumerate().map(|(at, name)| picture(&named(name), &views[at % views.len()])).collect();
    let Some(answers) = read_by_another("pictures-of-any-name", &pictures) else { return };
    let kinds = |answer: &Value| answer["elements"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for (name, answer) in names.iter().zip(&answers) {
        assert_eq!(kinds(answer), kinds(&answers[0]), "no name becomes markup: {name:?}");
    }
    let short = texts(answers.iter().zip(&names).find(|(_, name)| *name == "yes").unwrap().0);
    assert_eq!(short.iter().filter(|text| **text == "yes").count(), 2, "the alternative and the criterion");
}

#[test]
fn a_picture_shows_what_is_looked_at() {
    let asked: Design = serde_yaml::from_str("{schema: 1, requirements: {clouds: [aws]}}").unwrap();
    let design = Design { requirements: asked.requirements, ..named("Kamal & <sons>") };
    let recommendation = recommend_by(&design, &resolve(&design), embedded(), &|_, _| Firmness::default());
    let knowledge = knowledge_for(&design, embedded());
    let all = Comparison::default();
    let usual = all.platforms(&recommendation);
    let pinned = vec![usual[2], usual[0]];
    let views = [
        all.clone(),
        Comparison { by: Line::Criterion(6), turned: true, ..all.clone() },
        Comparison { hide_out: true, only_marked: true, ..all.clone() },
        Comparison { by: Line::Money, worst_first: true, pinned, ..all },
    ];
    let pictures: Vec<String> = views.iter().map(|view| picture(&design, view)).collect();
    let Some(answers) = read_by_another("pictures-of-views", &pictures) else { return };
    for (view, answer) in views.iter().zip(&answers) {
        let places = Places::of(&recommendation, &knowledge, view);
        let written = texts(answer).join("\n");
        // Every content stands in the picture, row by row in the order of the page.
        let (lanes, measures) = (&places.lanes, &places.lines);
        let order: Vec<(Lane, Line)> = match view.turned {
            true => lanes.iter().flat_map(|lane| measures.iter().map(|by| (*lane, *by))).collect(),
            false => measures.iter().flat_map(|by| lanes.iter().map(|lane| (*lane, *by))).collect(),
        };
        let mut from = 0;
        for (lane, by) in order {
            let content = places.content(lane, by).unwrap();
            for word in content.text.split(' ').chain([content.mark()]) {
                let at = written[from..].find(word).unwrap_or_else(|| panic!("{lane:?} {by:?}: {content:?}"));
                from += at + word.len();
            }
        }
        let is_shown = |text: &str| written.replace('\n', " ").contains(text);
        assert!(is_shown(&format!("Facts as of {}.", recommendation.facts_date)) && is_shown("Kamal & <sons>"));
        assert!(is_shown("yours:") && is_shown("† rests on"));
        assert_eq!(is_shown("out: cannot"), lanes.iter().any(|lane| places.is_out(*lane)));
        assert_eq!(is_shown("Kept out and not shown"), view.hide_out);
        assert_eq!(is_shown("Criteria not shown"), view.only_marked);
        assert_eq!(is_shown("pinned"), !view.pinned.is_empty());
        assert!(is_shown("cost of eks is 7 instead of"), "what is one’s own is named with its reason");
        let [wide, high] = [0, 1].map(|at| answer["size"][at].as_u64().unwrap());
        assert!(wide > 900 && high > 300 && wide < 4_000 && high < 4_000, "{wide} {high}");
    }
}
