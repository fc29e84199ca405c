//! What the nodes must hold and withstand: the answers that sizing goes by.

use crate::app::derived::use_derived;
use crate::app::kit::{Field, Memo, field, select};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{ClusterChoice, NodeProvider, OptionKey, RolloutRoom, Sizing, resolve_sizing};
use crate::order::Gather;
use crate::text::{ENGLISH, fill};

/// Draws the form.
pub(super) fn holds(store: Store) -> AnyView {
    let derived = use_derived();
    let sizing = Memo::new(move || {
        let first = derived.recommendation.get().first().and_then(|first| first.platform.platform());
        Some(resolve_sizing(&store.design(), &derived.resolved.get(), first))
    });
    let at = move |read: fn(&Sizing) -> String| sizing.with(|sizing| sizing.as_ref().map(read).unwrap_or_default());
    let summary = move || {
        fill(
            ENGLISH.holds_summary,
            &[
                &at(|sizing| provider_name(sizing.provider).to_owned()),
                &at(|sizing| sizing.zones.len().to_string()),
                &at(|sizing| sizing.survive_nodes.to_string()),
                &at(|sizing| yes_no(sizing.survive_zone).to_owned()),
            ],
        )
    };
    view! {
        <details class="holds">
            <summary><b>{ENGLISH.holds_heading}</b>" "<span class="help">{live(summary)}</span></summary>
            <div class="fields">
                {provider(store)}
                {number(store, ("hold-nodes", ENGLISH.holds_nodes, ENGLISH.holds_nodes_help), 1000,
                    |cluster| cluster.survive_nodes, |cluster, value| cluster.survive_nodes = value)}
                {yes_or_no(store, ("hold-zone", ENGLISH.holds_zone, ENGLISH.holds_zone_help),
                    |cluster| cluster.survive_zone, |cluster, value| cluster.survive_zone = value)}
                {number(store, ("hold-growth", ENGLISH.holds_growth, ENGLISH.holds_growth_help), 1000,
                    |cluster| cluster.sizing.head_room, |cluster, value| cluster.sizing.head_room = value)}
                {rollouts(store)}
                {yes_or_no(store, ("hold-most", ENGLISH.holds_most, ENGLISH.holds_most_help),
                    |cluster| cluster.sizing.most_replicas, |cluster, value| cluster.sizing.most_replicas = value)}
                {yes_or_no(store, ("hold-spot", ENGLISH.holds_spot, ENGLISH.holds_spot_help),
                    |cluster| cluster.sizing.spot, |cluster, value| cluster.sizing.spot = value)}
                {yes_or_no(store, ("hold-arm", ENGLISH.holds_arm, ENGLISH.holds_arm_help),
                    |cluster| cluster.sizing.arm, |cluster, value| cluster.sizing.arm = value)}
                {number(store, ("hold-pods", ENGLISH.holds_pods, ENGLISH.holds_pods_help), 1024,
                    |cluster| cluster.sizing.max_pods, |cluster, value| cluster.sizing.max_pods = value)}
                {zones(store)}
                {machines(store)}
            </div>
        </details>
    }
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { ENGLISH.yes } else { ENGLISH.no }
}

const fn provider_name(provider: NodeProvider) -> &'static str {
    match provider {
        NodeProvider::Gke => "GKE",
        NodeProvider::Eks => "EKS",
        NodeProvider::Aks => "AKS",
        NodeProvider::Kubeadm => ENGLISH.holds_own,
    }
}

fn change(store: Store, place: &str, act: impl FnOnce(&mut ClusterChoice)) {
    store.edit(place, |design| act(&mut design.cluster));
}

fn provider(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.sizing.provider.map(|it| it.key().to_owned()).unwrap_or_default());
    let mut options = vec![(String::new(), ENGLISH.holds_follow.to_owned())];
    options.extend(NodeProvider::ALL.iter().map(|one| (one.key().to_owned(), provider_name(*one).to_owned())));
    let (label, help) = (ENGLISH.holds_provider.to_owned(), ENGLISH.holds_provider_help.to_owned());
    select("hold-provider".to_owned(), label, help, options, value.into(), move |key| {
        change(store, "", |cluster| cluster.sizing.provider = NodeProvider::from_key(&key));
    })
}

fn rollouts(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.sizing.rollouts.map(|it| it.key().to_owned()).unwrap_or_default());
    let options = [
        (String::new(), ENGLISH.holds_follow),
        (RolloutRoom::None.key().to_owned(), ENGLISH.holds_rollout_none),
        (RolloutRoom::One.key().to_owned(), ENGLISH.holds_rollout_one),
        (RolloutRoom::All.key().to_owned(), ENGLISH.holds_rollout_all),
    ];
    let options = options.into_iter().map(|(key, label)| (key, label.to_owned())).gather();
    let (label, help) = (ENGLISH.holds_rollout.to_owned(), ENGLISH.holds_rollout_help.to_owned());
    select("hold-rollout".to_owned(), label, help, options, value.into(), move |key| {
        change(store, "", |cluster| cluster.sizing.rollouts = RolloutRoom::from_key(&key));
    })
}

/// What a field is called: its id, its label, its help.
type Named = (&'static str, &'static str, &'static str);

fn number(
    store: Store,
    (id, label, help): Named,
    most: u32,
    read: fn(&ClusterChoice) -> Option<u32>,
    write: fn(&mut ClusterChoice, Option<u32>),
) -> AnyView {
    let value = store.part(move |design| read(&design.cluster).map(|number| number.to_string()).unwrap_or_default());
    let made = Field::new(id, label, value.into(), move |typed| {
        let typed = typed.trim();
        let number = match typed.parse::<u32>() {
            _ if typed.is_empty() => None,
            Ok(number) if number <= most => Some(number),
            _ => return Err(fill(ENGLISH.holds_number_expected, &[&most])),
        };
        change(store, id, |cluster| write(cluster, number));
        Ok(())
    });
    field(made.help(help).placeholder(ENGLISH.holds_follow))
}

fn yes_or_no(
    store: Store,
    (id, label, help): Named,
    read: fn(&ClusterChoice) -> Option<bool>,
    write: fn(&mut ClusterChoice, Option<bool>),
) -> AnyView {
    let key = |value: Option<bool>| value.map_or("", |yes| if yes { "yes" } else { "no" });
    let value = store.part(move |design| key(read(&design.cluster)).to_owned());
    let options = [("", ENGLISH.holds_follow), ("yes", ENGLISH.yes), ("no", ENGLISH.no)];
    let options = options.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).gather();
    select(id.to_owned(), label.to_owned(), help.to_owned(), options, value.into(), move |key| {
        let value = match key.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        change(store, "", |cluster| write(cluster, value));
    })
}

/// Names with commas between, as they are typed.
fn names(typed: &str) -> Vec<String> {
    typed.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).gather()
}

fn zones(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.zones.join(", "));
    let made = Field::new("hold-zones", ENGLISH.holds_zones, value.into(), move |typed| {
        let zones = names(typed);
        let fits = |name: &String| {
            name.len() <= 63 && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        if zones.len() > 26 || !zones.iter().all(fits) {
            return Err(ENGLISH.holds_zones_expected.to_owned());
        }
        change(store, "hold-zones", |cluster| cluster.zones = zones);
        Ok(())
    });
    field(made.help(ENGLISH.holds_zones_help).placeholder(ENGLISH.holds_follow))
}

fn machines(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.sizing.machines.join(", "));
    let made = Field::new("hold-machines", ENGLISH.holds_machines, value.into(), move |typed| {
        let machines = names(typed);
        change(store, "hold-machines", |cluster| cluster.sizing.machines = machines);
        Ok(())
    });
    field(made.help(ENGLISH.holds_machines_help).placeholder(ENGLISH.holds_all_machines))
}
