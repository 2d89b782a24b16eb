//! Tables of columns from CSV and Parquet files.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

/// Some columns of a file, in the order in which they were asked for.
#[derive(Debug)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Nothing,
    Number(i64),
    /// An instant or a date, in days since 1970-01-01.
    Day(i32),
    Text(String),
}

const MS_A_DAY: i64 = 86_400_000;

/// What can be asked of a row.
pub trait Columns {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// A value as text; there must be one.
    fn text(&self, row: usize, column: usize) -> Result<String>;
    /// A text, if there is one.
    fn word(&self, row: usize, column: usize) -> Option<String>;
    /// A whole number, if there is one.
    fn number(&self, row: usize, column: usize) -> Option<i64>;
    /// A date; there must be one.
    fn day(&self, row: usize, column: usize) -> Result<i32>;
}

impl Table {
    /// The columns of a file with these names, CSV or Parquet by its ending.
    pub fn read(path: &Path, columns: &[&str]) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let name = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
        let rows = match name {
            "parquet" => parquet(file, columns),
            "csv" => csv(file, columns),
            _ => bail!("{}: neither .csv nor .parquet", path.display()),
        };
        let rows = rows.with_context(|| format!("in {}", path.display()))?;
        Ok(Self { columns: columns.iter().map(|&name| name.to_owned()).collect(), rows })
    }

    fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Cell::Nothing)
    }

    fn wanted(&self, row: usize, column: usize, what: &str) -> anyhow::Error {
        let name = self.columns.get(column).map_or("", String::as_str);
        anyhow::anyhow!("row {row}: `{name}` must be {what}, is {:?}", self.cell(row, column))
    }
}

impl Columns for Table {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn text(&self, row: usize, column: usize) -> Result<String> {
        match self.cell(row, column) {
            Cell::Number(number) => Ok(number.to_string()),
            Cell::Text(text) => Ok(text.clone()),
            Cell::Nothing | Cell::Day(_) => Err(self.wanted(row, column, "a text or a whole number")),
        }
    }

    fn word(&self, row: usize, column: usize) -> Option<String> {
        if let Cell::Nothing = self.cell(row, column) { None } else { self.text(row, column).ok() }
    }

    fn number(&self, row: usize, column: usize) -> Option<i64> {
        match self.cell(row, column) {
            Cell::Number(number) => Some(*number),
            Cell::Text(text) => text.parse().ok(),
            Cell::Nothing | Cell::Day(_) => None,
        }
    }

    fn day(&self, row: usize, column: usize) -> Result<i32> {
        let day = match self.cell(row, column) {
            Cell::Day(day) => Some(*day),
            Cell::Number(ms) => i32::try_from(ms.div_euclid(MS_A_DAY)).ok(),
            Cell::Text(text) => text.get(..10).and_then(|date| date.parse::<Date>().ok()).map(days),
            Cell::Nothing => None,
        };
        day.ok_or_else(|| self.wanted(row, column, "a date"))
    }
}

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}

fn csv(file: File, columns: &[&str]) -> Result<Vec<Vec<Cell>>> {
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers()?.clone();
    let places: Result<Vec<usize>> = columns
        .iter()
        .map(|name| {
            let place = headers.iter().position(|header| header == *name);
            place.with_context(|| format!("no column `{name}`, but {:?}", headers.iter().collect::<Vec<_>>()))
        })
        .collect();
    let places = places?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |place: &usize| match record.get(*place) {
            None | Some("") => Cell::Nothing,
            Some(text) => Cell::Text(text.to_owned()),
        };
        rows.push(places.iter().map(cell).collect());
    }
    Ok(rows)
}

fn parquet(file: File, columns: &[&str]) -> Result<Vec<Vec<Cell>>> {
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema();
    let known = schema.get_fields();
    let fields: Result<Vec<_>> = columns
        .iter()
        .map(|name| {
            let field = known.iter().find(|field| field.name() == *name).cloned();
            let names = || known.iter().map(|field| field.name()).collect::<Vec<_>>();
            field.with_context(|| format!("no column `{name}`, but {:?}", names()))
        })
        .collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(fields?).build()?;
    let nanos: Vec<bool> = projection.get_fields().iter().map(|field| is_nanos(field)).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(Some(projection))? {
        let mut row = cells(&row?, columns);
        for (cell, _) in row.iter_mut().zip(&nanos).filter(|(_, nanos)| **nanos) {
            if let Cell::Number(ns) = cell {
                *cell = Cell::Day(ns.div_euclid(MS_A_DAY * 1_000_000) as i32);
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Whether a column's whole numbers are billionths of a second, which rows do not tell.
fn is_nanos(field: &Type) -> bool {
    matches!(
        field.get_basic_info().logical_type_ref(),
        Some(LogicalType::Timestamp(stamp)) if stamp.unit == TimeUnit::NANOS
    )
}

/// The cells of a row; a column is a list or a map in no log.
fn cells(row: &Row, columns: &[&str]) -> Vec<Cell> {
    let mut cells = vec![Cell::Nothing; columns.len()];
    for (name, field) in row.get_column_iter() {
        let Some(cell) =
            columns.iter().position(|column| column == name).and_then(|place| cells.get_mut(place))
        else {
            continue;
        };
        *cell = match field {
            Field::Byte(number) => Cell::Number((*number).into()),
            Field::Short(number) => Cell::Number((*number).into()),
            Field::Int(number) => Cell::Number((*number).into()),
            Field::Long(number) => Cell::Number(*number),
            Field::UByte(number) => Cell::Number((*number).into()),
            Field::UShort(number) => Cell::Number((*number).into()),
            Field::UInt(number) => Cell::Number((*number).into()),
            Field::Date(day) => Cell::Day(*day),
            Field::TimestampMillis(ms) => Cell::Day(ms.div_euclid(MS_A_DAY) as i32),
            Field::TimestampMicros(us) => Cell::Day(us.div_euclid(MS_A_DAY * 1000) as i32),
            Field::Str(text) => Cell::Text(text.clone()),
            Field::Null => Cell::Nothing,
            other => Cell::Text(other.to_string()),
        };
    }
    cells
}
