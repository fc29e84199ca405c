//! The gateway that takes requests in from outside, as each routing API makes it.

use crate::design::RoutingApi;

/// Where the gateway runs and who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IngressGateway {
    /// Its namespace.
    pub namespace: &'static str,
    /// The name of its Gateway object.
    pub name: &'static str,
    /// The service account of its pods.
    pub account: &'static str,
    /// The label that finds its pods.
    pub label: (&'static str, &'static str),
}

/// The gateway of a routing API. With the Gateway API Istio itself runs pods named after the Gateway; with Istio's own
/// API they come from its gateway chart, whose usual release name this is.
pub const fn ingress_gateway(api: RoutingApi) -> IngressGateway {
    match api {
        RoutingApi::GatewayApi => IngressGateway {
            namespace: "istio-ingress",
            name: "ingress",
            account: "ingress-istio",
            label: ("gateway.networking.k8s.io/gateway-name", "ingress"),
        },
        RoutingApi::Istio => IngressGateway {
            namespace: "istio-ingress",
            name: "ingress",
            account: "istio-ingressgateway",
            label: ("istio", "ingressgateway"),
        },
    }
}
