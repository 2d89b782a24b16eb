//! The native build of the engine as a process, which `cargo xtask bench` times beside the wasm.
//!
//! `native <program> <facts> <rows> <orders> <shop> <carts> <now>`: six files and an instant. Each line it reads is a task and a number; it
//! answers the nanoseconds of so many runs, and to `answer <now>` the view's lines joined by tabs.
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;
use std::{env, fs, io};

use memberview::api::{Member, Program, QuoteRequest, Request};
use memberview::problem::Problems;

fn main() -> Result<(), String> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, facts, rows, orders, shop, carts, now] = args.as_slice() else {
        println!("usage: native <program> <facts> <rows> <orders> <shop> <carts> <now>");
        return Ok(());
    };
    let mut bench = Bench::new(&read(program)?, read(facts)?, &read(rows)?, &read(orders)?, number(now)?)?;
    bench.shop = Program::load(&read(shop)?).map_err(said)?;
    bench.shopper = bench.shop.member(&bench.facts).map_err(said)?;
    bench.carts = read(carts)?.lines().map(str::to_owned).collect();
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let (task, given) = line.split_once(' ').ok_or("a task and a number")?;
        let answer = match task {
            "answer" => view(&bench.member, number(given)?)?.replace('\n', "\t"),
            _ => bench.nanoseconds(task, number(given)?)?.to_string(),
        };
        writeln!(io::stdout(), "{answer}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

struct Bench {
    text: String,
    facts: String,
    rows: Vec<String>,
    orders: Vec<String>,
    now: i64,
    program: Program,
    member: Member,
    snapshot: Vec<u8>,
    shop: Program,
    /// The same member where points are earned by orders and spent at checkout.
    shopper: Member,
    carts: Vec<String>,
}

impl Bench {
    fn new(text: &str, facts: String, rows: &str, orders: &str, now: i64) -> Result<Self, String> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        let program = Program::load(text).map_err(said)?;
        let member = program.member(&facts).map_err(said)?;
        let snapshot = member.snapshot().map_err(said)?;
        let text = text.to_owned();
        let (shop, shopper, carts) = (program.clone(), member.clone(), Vec::new());
        let (rows, orders) = (lines(rows), lines(orders));
        Ok(Self { text, facts, rows, orders, now, program, member, snapshot, shop, shopper, carts })
    }

    /// What so many runs of a task take.
    fn nanoseconds(&self, task: &str, count: i64) -> Result<u128, String> {
        match task {
            "cold" => timed(count, |_| view(&self.program()?.member(&self.facts).map_err(said)?, self.now)),
            "snapshot" => {
                timed(count, |_| view(&self.program()?.restore(&self.snapshot).map_err(said)?, self.now))
            }
            "view" => timed(count, |run| view(&self.member, self.moment(run))),
            "quote" => timed(count, |run| {
                let cart = usize::try_from(run.rem_euclid(16)).ok().and_then(|nth| self.carts.get(nth));
                let cart = self.shop.cart(cart.ok_or("no cart")?).map_err(said)?;
                self.shopper.quote(&cart, &QuoteRequest::at(self.moment(run))).map_err(said)
            }),
            "more" => self.recorded(&self.rows, count, |member| view(member, self.now)),
            "record" => self.recorded(&self.orders, count, |_| Ok(String::new())),
            _ => Err(format!("no such task: {task}")),
        }
    }

    /// No two questions in a row ask for the same moment: four a day, of four days.
    fn moment(&self, run: i64) -> i64 {
        self.now.saturating_add(run.rem_euclid(16).saturating_mul(21_600_000))
    }

    fn program(&self) -> Result<Program, String> {
        Program::load(&self.text).map_err(said)
    }

    /// Records the first texts, one by one, on a member from the snapshot.
    fn recorded(
        &self,
        texts: &[String],
        count: i64,
        then: impl Fn(&Member) -> Result<String, String>,
    ) -> Result<u128, String> {
        let mut member = self.program.restore(&self.snapshot).map_err(said)?;
        let mut texts = texts.iter();
        timed(count, |_| {
            black_box(member.record(texts.next().ok_or("no more texts")?).map_err(said)?);
            then(&member)
        })
    }
}

fn timed(count: i64, mut run: impl FnMut(i64) -> Result<String, String>) -> Result<u128, String> {
    let started = Instant::now();
    for index in 0..count {
        black_box(run(index)?);
    }
    Ok(started.elapsed().as_nanos())
}

fn view(member: &Member, now: i64) -> Result<String, String> {
    member.view(&Request { history: 0, lots: 0, ..Request::at(now) }).map_err(said)
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

fn number(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("not a whole number: {text}"))
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err takes")]
fn said(problems: Problems) -> String {
    problems.to_string()
}
