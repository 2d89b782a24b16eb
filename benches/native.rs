//! The native build of the engine as a process, which `cargo xtask bench` times beside the wasm.
//!
//! `native <program> <facts> <rows> <orders> <now>`: four files and an instant. Each line it reads is a task and a number; it
//! answers the nanoseconds of so many runs, and to `answer <now>` the view's lines joined by tabs.

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;
use std::{env, fs, io};

use memberview::api::{Member, Program};

fn main() -> Result<(), String> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, facts, rows, orders, now] = args.as_slice() else {
        println!("usage: native <program> <facts> <rows> <orders> <now>");
        return Ok(());
    };
    let bench = Bench::new(&read(program)?, read(facts)?, &read(rows)?, &read(orders)?, now)?;
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let (task, number) = line.split_once(' ').ok_or("a task and a number")?;
        let answer = bench.answer(task, number)?;
        writeln!(io::stdout(), "{answer}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

struct Bench {
    text: String,
    facts: String,
    rows: Vec<String>,
    orders: Vec<String>,
    now: f64,
    program: Program,
    member: Member,
    snapshot: Vec<u8>,
}

impl Bench {
    fn new(text: &str, facts: String, rows: &str, orders: &str, now: &str) -> Result<Self, String> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        let program = Program::new(text)?;
        let member = program.member(&facts)?;
        let snapshot = member.snapshot();
        let now = number(now)?;
        Ok(Self {
            text: text.to_owned(),
            facts,
            rows: lines(rows),
            orders: lines(orders),
            now,
            program,
            member,
            snapshot,
        })
    }

    fn answer(&self, task: &str, given: &str) -> Result<String, String> {
        if task == "answer" {
            return Ok(view(&self.member, number(given)?)?.replace('\n', "\t"));
        }
        let count: usize = given.parse().map_err(|_| "not a number of runs")?;
        let nanoseconds = match task {
            "cold" => timed(count, |_| view(&Program::new(&self.text)?.member(&self.facts)?, self.now))?,
            "snapshot" => {
                timed(count, |_| view(&Program::new(&self.text)?.restore(&self.snapshot)?, self.now))?
            }
            "view" => timed(count, |run| view(&self.member, self.now + minutes(run)))?,
            "more" => self.recorded(&self.rows, count, |member| view(member, self.now))?,
            "record" => self.recorded(&self.orders, count, |_| Ok(String::new()))?,
            _ => return Err(format!("no such task: {task}")),
        };
        Ok(nanoseconds.to_string())
    }

    /// Records so many of the texts, one by one, on a member from the snapshot.
    fn recorded(
        &self,
        texts: &[String],
        count: usize,
        then: impl Fn(&Member) -> Result<String, String>,
    ) -> Result<u128, String> {
        let mut member = self.program.restore(&self.snapshot)?;
        timed(count, |run| {
            black_box(member.record(texts.get(run).ok_or("no more texts")?)?);
            then(&member)
        })
    }
}

fn timed(count: usize, mut run: impl FnMut(usize) -> Result<String, String>) -> Result<u128, String> {
    let started = Instant::now();
    for index in 0..count {
        black_box(run(index)?);
    }
    Ok(started.elapsed().as_nanos())
}

fn view(member: &Member, now: f64) -> Result<String, String> {
    member.view(now, "en", 0)
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

/// So that no two views in a row ask for the same moment.
fn minutes(run: usize) -> f64 {
    f64::from(u8::try_from(run % 16).unwrap_or_default()) * 60_000.0
}
