//! The files kube-apiserver is pointed to: how what is stored is encrypted, and what is audited.

use super::book::{Book, Reasons};
use crate::manifests::left_out::Many;
use crate::order::Map;
use crate::yaml::written;

written! {
    struct Encryption {
        resources: Vec<Encrypted>,
    }

    struct Encrypted {
        resources: Vec<&'static str>,
        providers: Vec<Provider>,
    }

    #[derive(Default)]
    struct Provider {
        kms: Option<Kms>,
        identity: Option<Map<String, String>>,
    }

    struct Kms {
        api_version: &'static str,
        name: &'static str,
        endpoint: &'static str,
    }

    struct Policy {
        omit_stages: Vec<&'static str>,
        rules: Vec<Rule>,
    }

    #[derive(Default)]
    struct Rule {
        level: &'static str,
        users: Many<&'static str>,
        user_groups: Many<&'static str>,
        verbs: Many<&'static str>,
        resources: Many<Group>,
        non_resource_urls as "nonResourceURLs": Many<&'static str>,
    }

    struct Group {
        group: &'static str,
        resources: Many<&'static str>,
    }
}

/// Writes both.
pub(super) fn files(book: &mut Book) {
    encryption(book);
    let about = "Put it on every machine of the control plane as /etc/kubernetes/audit/policy.yaml.";
    audit(book, "control-plane/audit-policy.yaml", about);
}

fn encryption(book: &mut Book) {
    let kms = Kms { api_version: "v2", name: "keys", endpoint: "unix:///run/kmsplugin/socket.sock" };
    let body = Encryption {
        resources: vec![Encrypted {
            resources: vec!["secrets"],
            providers: vec![
                Provider { kms: Some(kms), ..Provider::default() },
                Provider { identity: Some(Map::new()), ..Provider::default() },
            ],
        }],
    };
    let reasons: &Reasons = &[(&["resources"], "apiserver.encryption-provider-config")];
    let mut document = book.document("apiserver.config.k8s.io/v1", "EncryptionConfiguration", &body, reasons);
    document.tree.note(
        &["resources", "[0]", "providers"],
        "The first provider writes, all of them read. A KMS plug-in (v2) must run on each machine and listen at this socket.\n\
         Without one write instead, with a key of your own that is kept nowhere else:\n\
         - secretbox: {keys: [{name: key1, secret: the output of head -c 32 /dev/urandom | base64}]}\n\
         Take identity away once everything was written anew: kubectl get secrets -A -o json | kubectl replace -f -",
    );
    let about =
        "Put it on every machine of the control plane as /etc/kubernetes/enc/config.yaml, readable by root alone.";
    book.put("control-plane/encryption.yaml", about, "EncryptionConfiguration", vec![document]);
}

/// Rules in their order: the first one that fits decides.
fn rules() -> Vec<Rule> {
    let group = |group, resources: &[&'static str]| Group { group, resources: resources.to_vec().into() };
    vec![
        Rule {
            level: "None",
            users: vec!["system:kube-proxy"].into(),
            verbs: vec!["watch"].into(),
            resources: vec![group("", &["endpoints", "services"]), group("discovery.k8s.io", &["endpointslices"])]
                .into(),
            ..Rule::default()
        },
        Rule {
            level: "None",
            user_groups: vec!["system:nodes"].into(),
            verbs: vec!["get"].into(),
            resources: vec![group("", &["nodes", "nodes/status"])].into(),
            ..Rule::default()
        },
        Rule {
            level: "None",
            resources: vec![group("coordination.k8s.io", &["leases"]), group("", &["events"])].into(),
            ..Rule::default()
        },
        Rule {
            level: "None",
            non_resource_urls: vec!["/healthz*", "/livez*", "/readyz*", "/version", "/openapi*"].into(),
            ..Rule::default()
        },
        Rule {
            level: "Metadata",
            resources: vec![
                group("", &["secrets", "configmaps", "serviceaccounts/token"]),
                group("authentication.k8s.io", &["tokenreviews"]),
            ]
            .into(),
            ..Rule::default()
        },
        Rule {
            level: "Request",
            verbs: vec!["create", "update", "patch", "delete", "deletecollection"].into(),
            resources: vec![group("rbac.authorization.k8s.io", &[]), group("admissionregistration.k8s.io", &[])].into(),
            ..Rule::default()
        },
        Rule { level: "Metadata", ..Rule::default() },
    ]
}

/// Writes the audit policy for a place that knows it by that path.
pub(super) fn audit(book: &mut Book, path: &str, about: &str) {
    let body = Policy { omit_stages: vec!["RequestReceived"], rules: rules() };
    let mut document = book.document("audit.k8s.io/v1", "Policy", &body, &[]);
    for (place, why) in [
        ("[0]", "What machines ask all the time says nothing about who did what."),
        ("[4]", "Who touched a secret is kept, never what is in it."),
        ("[5]", "Changes of rights and of what checks requests are kept with what was sent."),
        ("[6]", "Of everything else, who did what and when."),
    ] {
        document.tree.note(&["rules", place, "level"], why);
    }
    book.put(path, about, "Policy", vec![document]);
}
