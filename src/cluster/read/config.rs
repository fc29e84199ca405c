//! A KubeSchedulerConfiguration, as kube-scheduler takes it with `--config`.

use super::affinity::{node_affinity, spread};
use super::documents::ReadFile;
use super::field::{Fault, Read, Source, said, text, texts};
use crate::cluster::facts::Facts;
use crate::cluster::model::{Labels, Spread};
use crate::cluster::scheduler::{DEFAULT_PLUGINS, Profile, Strategy};
use crate::yaml::read::{Node as Tree, decode, pieces};

/// Plugins with their weights, in order.
type Plugins = Vec<(String, i64)>;

/// Reads the profiles of a configuration.
pub fn read_configuration(file: &ReadFile, facts: &Facts) -> Result<Vec<Profile>, Fault> {
    let source = Source { file: &file.name };
    let fault = |line, what: String| Fault { file: file.name.clone(), line, what };
    let text_of_file = decode(&file.bytes).map_err(|error| fault(error.at.line, error.problem.to_string()))?;
    let piece = pieces(&text_of_file).into_iter().next().ok_or_else(|| fault(0, "the file is empty".into()))?;
    let document = piece.read().map_err(|error| fault(error.at.line, error.problem.to_string()))?;
    let root = &document.root;
    if text(root, "kind") != Some("KubeSchedulerConfiguration") {
        return Err(source.fault(root, "this is no KubeSchedulerConfiguration: its kind must say so"));
    }
    let api = text(root, "apiVersion").unwrap_or_default();
    if api != "kubescheduler.config.k8s.io/v1" {
        return Err(source
            .fault(root, format!("apiVersion is “{api}”; since 1.29 there is kubescheduler.config.k8s.io/v1 alone")));
    }
    let percentage = percentage(&source, root)?.unwrap_or(0);
    let profiles = root.get("profiles").map(Tree::items).unwrap_or_default();
    let mut read = profiles.iter().map(|one| profile(&source, one, percentage, facts)).collect::<Read<Vec<_>>>()?;
    if read.is_empty() {
        read.push(Profile { percentage, ..Profile::of_facts(facts) });
    }
    for (at, one) in read.iter().enumerate() {
        if read.iter().take(at).any(|earlier| earlier.name == one.name) {
            return Err(source.fault(root, format!("two profiles are called {}", one.name)));
        }
    }
    Ok(read)
}

fn percentage(source: &Source, tree: &Tree) -> Read<Option<i64>> {
    match source.integer(tree, "percentageOfNodesToScore")? {
        Some(number) if !(0..=100).contains(&number) => {
            Err(source.fault(tree, format!("percentageOfNodesToScore is {number}, but must be from 0 to 100")))
        }
        number => Ok(number),
    }
}

fn profile(source: &Source, tree: &Tree, global: i64, facts: &Facts) -> Read<Profile> {
    let mut profile = Profile::of_facts(facts);
    if let Some(name) = text(tree, "schedulerName") {
        name.clone_into(&mut profile.name);
    }
    profile.percentage = percentage(source, tree)?.unwrap_or(global);
    if let Some(plugins) = said(tree, "plugins") {
        for point in plugins.entries() {
            for list in ["enabled", "disabled"] {
                for plugin in point.value.get(list).map(Tree::items).unwrap_or_default() {
                    check_name(source, plugin, list == "disabled")?;
                }
            }
        }
        let everywhere = multi_point(source, plugins, facts)?;
        profile.filter_with(&at_point(source, plugins, "filter", &everywhere)?);
        profile.score_with(&at_point(source, plugins, "score", &everywhere)?);
        profile.rescue_with(&at_point(source, plugins, "postFilter", &everywhere)?);
    }
    for config in tree.get("pluginConfig").map(Tree::items).unwrap_or_default() {
        if let Some(args) = said(config, "args") {
            arguments(source, text(config, "name").unwrap_or_default(), args, &mut profile)?;
        }
    }
    Ok(profile)
}

fn check_name(source: &Source, plugin: &Tree, may_be_all: bool) -> Read<()> {
    let name = text(plugin, "name").unwrap_or_default();
    if DEFAULT_PLUGINS.contains(&name) || name == "NodeDeclaredFeatures" || (may_be_all && name == "*") {
        return Ok(());
    }
    Err(source.fault(
        plugin,
        format!("there is no plugin “{name}” in kube-scheduler; plugins of one’s own cannot be simulated"),
    ))
}

fn enabled(source: &Source, plugins: &Tree, point: &str) -> Read<Plugins> {
    let list = plugins.at_path(&[point, "enabled"]).map(Tree::items).unwrap_or_default().iter();
    list.map(|plugin| {
        // A weight of 0 is none said: it counts as 1.
        let weight = source.count(plugin, "weight")?.filter(|weight| *weight > 0).unwrap_or(1);
        Ok((text(plugin, "name").unwrap_or_default().to_owned(), weight))
    })
    .collect()
}

fn disabled(plugins: &Tree, point: &str) -> Vec<String> {
    let list = plugins.at_path(&[point, "disabled"]).map(Tree::items).unwrap_or_default().iter();
    list.filter_map(|plugin| text(plugin, "name")).map(str::to_owned).collect()
}

fn named<'a>(plugins: &'a Plugins, name: &str) -> Option<&'a (String, i64)> {
    plugins.iter().find(|(known, _)| known == name)
}

/// The default plugins with what `multiPoint` says of them (`mergePluginSet`): one that is enabled anew stays in its
/// place with its new weight.
fn multi_point(source: &Source, plugins: &Tree, facts: &Facts) -> Read<Plugins> {
    let (on, off) = (enabled(source, plugins, "multiPoint")?, disabled(plugins, "multiPoint"));
    let is_off = |name: &str| off.iter().any(|one| one == "*" || one == name);
    let mut all = Plugins::new();
    for name in DEFAULT_PLUGINS.iter().filter(|name| !is_off(name)) {
        let default = ((*name).to_owned(), facts.weight(name).unwrap_or(1));
        all.push(named(&on, name).cloned().unwrap_or(default));
    }
    let more: Plugins = on.into_iter().filter(|(name, _)| named(&all, name).is_none()).collect();
    all.extend(more);
    Ok(all)
}

/// The plugins of one point (`expandMultiPointPlugins`): what is named there and everywhere comes first, then what is
/// named everywhere, then what is named there alone.
fn at_point(source: &Source, plugins: &Tree, point: &str, everywhere: &Plugins) -> Read<Plugins> {
    let (on, off) = (enabled(source, plugins, point)?, disabled(plugins, point));
    let is_off = |name: &str| off.iter().any(|one| one == "*" || one == name);
    let (both, alone): (Plugins, Plugins) = on.iter().cloned().partition(|(name, _)| named(everywhere, name).is_some());
    let rest = everywhere.iter().filter(|(name, _)| named(&on, name).is_none() && !is_off(name)).cloned();
    Ok(both.into_iter().chain(rest).chain(alone).collect())
}

fn arguments(source: &Source, plugin: &str, args: &Tree, profile: &mut Profile) -> Read<()> {
    match plugin {
        "NodeResourcesFit" => {
            profile.ignored = texts(args, "ignoredResources");
            profile.ignored_groups = texts(args, "ignoredResourceGroups");
            if let Some(strategy) = said(args, "scoringStrategy") {
                profile.strategy = self::strategy(source, strategy)?;
                let resources = weighted(source, strategy)?;
                if !resources.is_empty() {
                    profile.fit_resources = resources;
                }
            }
        }
        "NodeResourcesBalancedAllocation" => {
            let resources = weighted(source, args)?;
            if !resources.is_empty() {
                profile.balanced_resources = resources.into_iter().map(|(name, _)| name).collect();
            }
        }
        "InterPodAffinity" => {
            if let Some(weight) = source.count(args, "hardPodAffinityWeight")? {
                if weight > 100 {
                    return Err(source.fault(args, "hardPodAffinityWeight must be from 0 to 100"));
                }
                profile.hard_affinity_weight = weight;
            }
            profile.ignores_preferences = source.flag(args, "ignorePreferredTermsOfExistingPods")?;
        }
        "NodeAffinity" => {
            if let Some(added) = said(args, "addedAffinity") {
                (profile.added_required, profile.added_preferred) = node_affinity(source, added)?;
            }
        }
        "PodTopologySpread" => default_spread(source, args, profile)?,
        "DefaultPreemption" => {
            let percentage = source.count(args, "minCandidateNodesPercentage")?;
            profile.candidates_percentage = percentage.unwrap_or(profile.candidates_percentage);
            profile.candidates_least =
                source.count(args, "minCandidateNodesAbsolute")?.unwrap_or(profile.candidates_least);
        }
        _ => {}
    }
    Ok(())
}

fn default_spread(source: &Source, args: &Tree, profile: &mut Profile) -> Read<()> {
    let list = args.get("defaultConstraints").map(Tree::items).unwrap_or_default();
    if text(args, "defaultingType") == Some("List") {
        let read = list.iter().map(|one| spread(source, one, &Labels::default()));
        profile.default_spread = read.collect::<Read<Vec<Spread>>>()?;
        profile.is_default_spread_of_system = false;
        if profile.default_spread.iter().any(|one| one.selector.is_some()) {
            return Err(source.fault(args, "defaultConstraints must not have a labelSelector: each pod brings its own"));
        }
    } else if !list.is_empty() {
        return Err(source.fault(args, "defaultConstraints need defaultingType: List"));
    }
    Ok(())
}

fn strategy(source: &Source, tree: &Tree) -> Read<Strategy> {
    match text(tree, "type") {
        None | Some("LeastAllocated") => Ok(Strategy::LeastAllocated),
        Some("MostAllocated") => Ok(Strategy::MostAllocated),
        Some("RequestedToCapacityRatio") => {
            let points = tree.at_path(&["requestedToCapacityRatio", "shape"]).map(Tree::items).unwrap_or_default();
            let mut shape: Vec<(i64, i64)> = Vec::new();
            for point in points {
                let utilization = source.count(point, "utilization")?.unwrap_or(0);
                let score = source.count(point, "score")?.unwrap_or(0);
                let rises = shape.last().is_none_or(|(before, _)| *before < utilization);
                if !rises || utilization > 100 || score > 10 {
                    return Err(source.fault(point, "a shape needs rising utilizations up to 100 and scores up to 10"));
                }
                // Scores from 0 to 10 are written, from 0 to 100 counted.
                shape.push((utilization, score * 10));
            }
            if shape.is_empty() {
                return Err(source.fault(tree, "RequestedToCapacityRatio needs a shape"));
            }
            Ok(Strategy::RequestedToCapacityRatio(shape))
        }
        Some(other) => Err(source.fault(
            tree,
            format!(
                "scoringStrategy is “{other}”, but must be LeastAllocated, MostAllocated or RequestedToCapacityRatio"
            ),
        )),
    }
}

fn weighted(source: &Source, tree: &Tree) -> Read<Vec<(String, i64)>> {
    let list = tree.get("resources").map(Tree::items).unwrap_or_default().iter();
    list.map(|one| {
        let weight = source.count(one, "weight")?.filter(|weight| *weight > 0).unwrap_or(1);
        if weight > 100 {
            return Err(source.fault(one, "the weight of a resource is from 1 to 100"));
        }
        let name = text(one, "name").ok_or_else(|| source.fault(one, "a resource needs a name"))?;
        Ok((name.to_owned(), weight))
    })
    .collect()
}
