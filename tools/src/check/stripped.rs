//! A program of coupons alone, for trying carts: what asks for a member, a time or a code is left out, what asks for a cart stays.

use crate::node::Node;
use memberview::json::{Json, text as quoted};

/// The program with these coupons alone, open to all; `None` where none of them takes anything off a cart.
pub(super) fn program(whole: &Node<'_>, coupons: &[&Node<'_>]) -> Option<String> {
    let coupons: Vec<String> = coupons.iter().filter_map(|coupon| stripped(coupon)).collect();
    if coupons.is_empty() {
        return None;
    }
    let mut out = String::from("{\"format\":1,\"id\":\"trial\",\"version\":\"1\"");
    for key in ["currency", "timeZone", "rounding", "scopes"] {
        if let Some(field) = whole.field(key) {
            out.push_str(&format!(",{}:", quoted(&key)));
            write(field.json, &mut out);
        }
    }
    if let Some(checkout) = whole.field("checkout") {
        let kept = checkout.fields().filter(|(key, _)| !matches!(*key, "objective" | "keepBelow" | "work"));
        out.push_str(",\"checkout\":");
        object(kept.map(|(key, field)| (key, written(field.json))), &mut out);
    }
    out.push_str(&format!(",\"coupons\":[{}]}}", coupons.join(",")));
    Some(out)
}

/// A coupon that everybody may use at all times; without what takes nothing off, and without what was paid for in advance.
fn stripped(coupon: &Node<'_>) -> Option<String> {
    let takes = |discount: &&Node<'_>| {
        ["pointsTimes", "bonusPoints", "service", "voucher"].iter().all(|key| discount.field(key).is_none())
    };
    let list = coupon.list("discounts");
    let discounts: Vec<String> = list.iter().filter(takes).map(|discount| written(discount.json)).collect();
    if discounts.is_empty() {
        return None;
    }
    let within = |limit: &&Node<'_>| matches!(limit.text("per"), Some("cart" | "line"));
    let limits: Vec<String> =
        coupon.list("limits").iter().filter(within).map(|limit| written(limit.json)).collect();
    let always = coupon.text("automatic") == Some("always");
    let mut fields = vec![
        ("automatic", if always { "\"always\"".to_owned() } else { "true".to_owned() }),
        ("discounts", format!("[{}]", discounts.join(","))),
    ];
    if !limits.is_empty() {
        fields.push(("limits", format!("[{}]", limits.join(","))));
    }
    fields.extend(coupon.field("when").and_then(|when| of_carts(&when)).map(|when| ("when", when)));
    let kept =
        coupon.fields().filter(|(key, _)| KEPT.contains(key)).map(|(key, field)| (key, written(field.json)));
    let mut out = String::new();
    object(kept.chain(fields), &mut out);
    Some(out)
}

const KEPT: [&str; 10] = [
    "id",
    "step",
    "priority",
    "base",
    "groups",
    "exclusive",
    "stacks",
    "maxPerOrder",
    "sharesUnits",
    "names",
];

/// What of a condition asks for the cart alone.
fn of_carts(condition: &Node<'_>) -> Option<String> {
    if condition.field("cart").is_some() {
        return Some(written(condition.json));
    }
    let parts = |key: &str| condition.list(key).iter().map(of_carts).collect::<Vec<_>>();
    if condition.field("all").is_some() {
        let kept: Vec<String> = parts("all").into_iter().flatten().collect();
        return (!kept.is_empty()).then(|| format!("{{\"all\":[{}]}}", kept.join(",")));
    }
    if condition.field("any").is_some() {
        // One way that asks for no cart is enough.
        let kept: Option<Vec<String>> = parts("any").into_iter().collect();
        return kept.map(|kept| format!("{{\"any\":[{}]}}", kept.join(",")));
    }
    None
}

fn written(json: &Json<'_>) -> String {
    let mut out = String::new();
    write(json, &mut out);
    out
}

fn object<'k>(fields: impl Iterator<Item = (&'k str, String)>, out: &mut String) {
    let fields: Vec<String> = fields.map(|(key, value)| format!("{}:{value}", quoted(&key))).collect();
    out.push_str(&format!("{{{}}}", fields.join(",")));
}

fn write(json: &Json<'_>, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(&value.to_string()),
        Json::Number(number) => out.push_str(number),
        Json::Text(value) => out.push_str(&quoted(&value.as_ref())),
        Json::List(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Json::Object(fields) => object(fields.iter().map(|(key, value)| (key.as_ref(), written(value))), out),
    }
}
