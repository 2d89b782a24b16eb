//! Programs with coupons of every kind, and carts that name some of them.

use serde_json::{Value, json};

use super::dice::Dice;
use super::facts::each;

const SCOPES: [&str; 3] = ["tea", "cup", "any"];

/// A program of scopes and coupons.
pub fn program(dice: &mut Dice) -> Value {
    let mut program = json!({
        "format": 1, "id": "shop", "version": "1", "currency": dice.pick(&["CNY", "JPY"]), "timeZone": "Asia/Shanghai",
        "scopes": [
            { "id": "tea", "include": { "categories": ["tea"] } },
            { "id": "cup", "include": { "categories": ["cup"] } },
            { "id": "any", "exclude": { "categories": ["none"] } },
        ],
    });
    if dice.once_in(3) {
        program["rounding"] = json!({ "money": dice.pick(&["down", "up", "halfEven", "halfDown"]) });
    }
    let mut coupons = dice.list(1, 5, coupon);
    let steps = dice.once_in(2);
    let grouped = dice.once_in(3);
    for coupon in &mut coupons {
        if steps && dice.once_in(2) {
            coupon["step"] = "second".into();
        }
        if grouped {
            if dice.once_in(2) {
                coupon["groups"] = json!([dice.pick(&["some", "line"])]);
            }
            if dice.once_in(4) {
                coupon["stacks"] = dice.pick(&[json!("all"), json!("none"), json!(["some"])]).clone();
            } else if dice.once_in(6) && coupon["automatic"] == true {
                coupon["exclusive"] = true.into();
            }
        }
    }
    program["coupons"] = coupons.into();
    let mut checkout = json!({});
    if steps {
        checkout["steps"] = json!([{ "id": "first" }, { "id": "second" }]);
    }
    if grouped {
        checkout["groups"] =
            json!([{ "id": "some", "max": 1 + dice.below(2) }, { "id": "line", "perLine": 1 }]);
        if dice.once_in(4) {
            checkout["maxPerOrder"] = json!(1 + dice.below(3));
        }
    }
    if dice.once_in(6) {
        checkout["prices"] = "net".into();
    }
    if checkout != json!({}) {
        program["checkout"] = checkout;
    }
    program
}

fn coupon(dice: &mut Dice, place: usize) -> Value {
    let mut coupon = json!({ "id": format!("c{place}"), "automatic": true });
    if dice.once_in(5) {
        coupon["automatic"] = "always".into();
    }
    if dice.once_in(3) {
        coupon["priority"] = json!(dice.between(-1, 2));
    }
    coupon["discounts"] = dice.list(1, 2, |dice, _| discount(dice)).into();
    if dice.once_in(6) {
        coupon["base"] = (*dice.pick(&["net", "gross"])).into();
    }
    if dice.once_in(4) {
        coupon["sharesUnits"] = true.into();
    }
    if dice.once_in(4) {
        coupon["limits"] = dice.list(1, 2, |dice, _| limit(dice)).into();
    }
    coupon
}

fn limit(dice: &mut Dice) -> Value {
    let of = *dice.pick(&["units", "money"]);
    let max = if of == "units" { json!(dice.below(4)) } else { json!(dice.pick(&["5", "3", "20"])) };
    let mut limit = json!({ "of": of, "per": dice.pick(&["cart", "line"]), "max": max });
    if dice.once_in(2) {
        limit["over"] = (*dice.pick(&["cut", "refuse"])).into();
    }
    limit
}

fn amount(dice: &mut Dice) -> Value {
    (*dice.pick(&["3", "1", "7", "10", "25", "0", "100"])).into()
}

fn share(dice: &mut Dice) -> Value {
    dice.pick(&[json!(50), json!(10), json!("33.3333"), json!(100), json!("12.5"), json!(0)]).clone()
}

fn least(dice: &mut Dice) -> Value {
    if dice.once_in(2) {
        json!({ "quantity": 1 + dice.below(3) })
    } else {
        json!({ "amount": dice.pick(&["10", "5", "30"]) })
    }
}

/// One of three ways to take something off.
fn cut(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => json!({ "amountOff": amount(dice) }),
        1 => json!({ "fixedPrice": amount(dice) }),
        2 => json!({ "percentOff": share(dice), "cap": amount(dice) }),
        _ => json!({ "percentOff": share(dice) }),
    }
}

fn discount(dice: &mut Dice) -> Value {
    let mut discount = match dice.below(14) {
        0..=4 => cut_of_all(dice),
        5 => steps(dice),
        6 => {
            let mut every = least(dice);
            every["amountOff"] = amount(dice);
            json!({ "everyFull": every })
        }
        7 => {
            let mut schedule = json!({ "schedule": dice.list(1, 3, |dice, _| share(dice)) });
            for (key, most) in [("every", 3), ("maxUnits", 4)] {
                if dice.once_in(2) {
                    schedule[key] = json!(1 + dice.below(most));
                }
            }
            schedule
        }
        8 => {
            let part = |dice: &mut Dice, _| {
                let mut part = json!({ "quantity": 1 + dice.below(2) });
                scoped(&mut part, dice);
                part
            };
            json!({ "bundle": { "parts": dice.list(1, 2, part), "price": amount(dice) } })
        }
        9 => json!({ "memberPrice": dice.pick(&["gold", "blue"]) }),
        10 => buy_get(dice),
        11 => {
            json!({ "gift": { "sku": dice.pick(&["bag", "s0"]), "quantity": 1 + dice.below(2), "add": dice.pick(&["missing", "always", "never"]) } })
        }
        12 => {
            let mut take = json!({ "quantity": 1 + dice.below(2) });
            scoped(&mut take, dice);
            json!({ "replace": { "take": take, "by": { "sku": dice.pick(&["bag", "s0"]), "quantity": 1 } } })
        }
        _ => {
            let mut voucher = json!({ "balance": amount(dice) });
            if dice.once_in(2) {
                voucher["covers"] = dice.pick(&[json!(["goods"]), json!(["shipping", "charges"])]).clone();
            }
            json!({ "voucher": voucher })
        }
    };
    decorate(&mut discount, dice);
    discount
}

fn scoped(of: &mut Value, dice: &mut Dice) {
    if dice.once_in(2) {
        of["scope"] = (*dice.pick(&SCOPES)).into();
    }
}

fn cut_of_all(dice: &mut Dice) -> Value {
    let mut discount = cut(dice);
    let fixed = discount.get("fixedPrice").is_some();
    let over = *dice.pick(&["across", "eachUnit", "eachLine", "once"]);
    if over != "across" {
        discount["allocation"] = over.into();
        if over == "once" || dice.once_in(2) {
            discount["maxQuantity"] = json!(1 + dice.below(3));
        }
    }
    let whole = over == "across" && !fixed;
    if whole {
        split(&mut discount, dice);
    }
    if discount.get("percentOff").is_some() && dice.once_in(3) {
        discount["percentOf"] = "initial".into();
    }
    if !whole && dice.once_in(2) && discount.get("allocation").is_some() {
        discount["take"] = "dearest".into();
    }
    discount
}

fn split(discount: &mut Value, dice: &mut Dice) {
    if dice.once_in(2) {
        discount["split"] = json!({
            "by": dice.pick(&["amount", "quantity", "equal"]),
            "rounding": dice.pick(&["largestRemainder", "firstLine", "lastLine"]),
        });
    }
}

fn steps(dice: &mut Dice) -> Value {
    let by = *dice.pick(&["amount", "quantity"]);
    let mut at = 0;
    let step = |dice: &mut Dice, _| {
        at += if by == "amount" { dice.between(5, 20) } else { dice.between(1, 2) };
        let mut step = cut(dice);
        step[by] = if by == "amount" { at.to_string().into() } else { at.into() };
        step
    };
    json!({ "steps": dice.list(1, 3, step) })
}

fn buy_get(dice: &mut Dice) -> Value {
    let mut buy = least(dice);
    scoped(&mut buy, dice);
    let mut get = if dice.once_in(2) { cut(dice) } else { json!({}) };
    get.as_object_mut().unwrap().remove("cap");
    get["quantity"] = json!(1 + dice.below(2));
    scoped(&mut get, dice);
    json!({ "buyGet": { "buy": buy, "get": get } })
}

/// Fields that go with a kind.
fn decorate(discount: &mut Value, dice: &mut Dice) {
    let has = |key: &str| discount.get(key).is_some();
    let cuts = has("amountOff") || has("percentOff") || has("fixedPrice");
    let tested = cuts || has("schedule") || has("buyGet") || has("gift") || has("replace");
    let stepped = has("steps") || has("everyFull");
    let repeats = has("everyFull") || has("bundle") || has("buyGet") || has("gift");
    let takes = has("schedule") || has("bundle") || has("buyGet");
    let targets = cuts || stepped;
    let scopes = targets || has("schedule") || has("memberPrice") || has("gift");
    if stepped || has("bundle") {
        split(discount, dice);
    }
    if targets && dice.once_in(5) {
        discount["target"] = (*dice.pick(&["shipping", "both"])).into();
    }
    if scopes && discount["target"] != "shipping" {
        scoped(discount, dice);
    }
    if tested && dice.once_in(4) {
        discount["threshold"] = least(dice);
        if dice.once_in(2) {
            discount["thresholdOn"] = (*dice.pick(&["initial", "after", "before"])).into();
        }
    } else if stepped && dice.once_in(3) {
        discount["thresholdOn"] = "initial".into();
    }
    if repeats && dice.once_in(2) {
        discount["repeat"] = dice.pick(&[json!("all"), json!(2), json!("once")]).clone();
    }
    if takes && dice.once_in(3) {
        discount["take"] = "dearest".into();
    }
}

/// A cart that names some of a program's coupons.
pub fn cart(program: &Value, dice: &mut Dice) -> Value {
    let yen = program["currency"] == "JPY";
    let money = |dice: &mut Dice| -> Value {
        let whole = *dice.pick(&[10, 3, 25, 7, 100, 0]);
        if yen {
            whole.to_string().into()
        } else {
            format!("{whole}.{:02}", dice.pick(&[0, 1, 50, 33, 99])).into()
        }
    };
    let lines = dice.list(1, 4, |dice, place| {
        let mut line = json!({
            "id": format!("{}", 8 + place), "sku": format!("s{}", dice.below(3)), "quantity": dice.pick(&[1, 2, 3, 0, 5]),
            "unitPrice": money(dice),
        });
        if !dice.once_in(3) {
            line["categories"] = json!([dice.pick(&["tea", "cup", "none"])]);
        }
        if dice.once_in(4) {
            line["floorPrice"] = money(dice);
        }
        if dice.once_in(3) {
            line["prices"] = json!({ "gold": money(dice) });
        }
        if dice.once_in(3) {
            line["taxRate"] = dice.pick(&[json!(13), json!("6.5")]).clone();
        }
        line
    });
    let mut cart = json!({ "lines": lines });
    if dice.once_in(2) {
        let fee = |dice: &mut Dice, place: usize| json!({ "id": place.to_string(), "amount": money(dice) });
        cart["shipping"] = dice.list(1, 2, fee).into();
    }
    if dice.once_in(4) {
        cart["charges"] = json!([{ "id": "tax", "amount": money(dice) }]);
    }
    if dice.once_in(2) {
        cart["catalogue"] = json!([{ "sku": "bag", "unitPrice": money(dice), "categories": ["tea"] }]);
    }
    let mut apply: Vec<Value> = each(&program["coupons"]).map(|coupon| coupon["id"].clone()).collect();
    apply.retain(|_| !dice.once_in(4));
    if dice.once_in(10) {
        apply.push("nope".into());
    }
    cart["apply"] = apply.into();
    if dice.once_in(5) {
        cart["policy"] = "all".into();
    }
    cart
}
