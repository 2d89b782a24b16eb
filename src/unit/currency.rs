//! Currencies with their minor units, and money as text.

use super::fixed::{Fixed, NoAmount};

/// A currency of ISO 4217 with the decimals of its minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
    decimals: u32,
}

/// Source: ISO 4217, list one, by the decimals of the minor unit.
const CODES: [(u32, &str); 4] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP \
         COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD \
         KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK \
         NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
         TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

impl Currency {
    /// Stands for a currency that could not be read; it takes as many decimals as any has.
    pub(crate) const UNKNOWN: Self = Self { code: "", decimals: 4 };

    /// The currency of a code.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        Self::all().find(|currency| currency.code == code)
    }

    /// Every currency.
    pub fn all() -> impl Iterator<Item = Self> {
        // As a list, so that what searches them need not be made of the table's iterators.
        let mut all = Vec::new();
        for (decimals, codes) in CODES {
            for code in codes.split(' ') {
                all.push(Self { code, decimals });
            }
        }
        all.into_iter()
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The decimals of its minor unit.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Reads decimal text as minor units; zeros beyond the currency's decimals are ignored.
    ///
    /// # Errors
    /// When it is no number, has more decimals than the currency, or leaves ±(2^53 − 1).
    pub fn minor(&self, text: &str) -> Result<i64, NoAmount> {
        Fixed::parse(text, self.decimals)
    }

    /// Minor units as text with exactly the currency's decimals.
    #[must_use]
    pub fn text(&self, minor: i64) -> String {
        Fixed { units: minor, decimals: self.decimals }.text()
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, NoAmount};

    #[track_caller]
    fn minor(code: &str, text: &str) -> Result<i64, NoAmount> {
        Currency::named(code).map_or(Err(NoAmount::NotANumber), |currency| currency.minor(text))
    }

    #[test]
    fn money_is_read_exactly() {
        for (code, text, minor_units) in [
            ("CNY", "19.90", 1990),
            ("CNY", "19.9", 1990),
            ("CNY", "10.0000000000000000000000000000000000000", 1000),
            ("CNY", "1e2", 10_000),
            ("CNY", "-0.01", -1),
            ("JPY", "100", 100),
            ("KWD", "1.234", 1234),
            ("CNY", "90071992547409.91", 9_007_199_254_740_991),
        ] {
            assert_eq!(minor(code, text), Ok(minor_units), "{code} {text}");
        }
        assert_eq!(minor("JPY", "0.5"), Err(NoAmount::TooManyDecimals));
        assert_eq!(minor("CNY", "0.001"), Err(NoAmount::TooManyDecimals));
        assert_eq!(minor("CNY", "90071992547409.92"), Err(NoAmount::TooLarge));
        for text in
            ["", "-", ".5", "1.", "+1", "1,000", "NaN", "Infinity", "0x10", "1_000", " 1", "1e", "1e99999"]
        {
            assert_eq!(minor("CNY", text), Err(NoAmount::NotANumber), "{text}");
        }
    }

    #[test]
    fn money_is_written_with_all_its_decimals() {
        for (code, minor, text) in
            [("CNY", 5, "0.05"), ("CNY", -1990, "-19.90"), ("JPY", 7, "7"), ("KWD", 10, "0.010")]
        {
            assert_eq!(Currency::named(code).map(|currency| currency.text(minor)).as_deref(), Some(text));
        }
    }
}
