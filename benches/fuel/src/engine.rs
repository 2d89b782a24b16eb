//! The engine's wasm in wasmtime, called as the glue calls it.

use wasmtime::{
    Caller, Config, Engine, Error, Extern, ExternType, Func, Instance, Linker, Memory, Module, OptLevel,
    Result, Store, Trap, Val, WasmBacktrace, bail, format_err,
};

/// A compiled wasm.
pub struct Wasm {
    engine: Engine,
    module: Module,
}

/// An instance of it, and how many instructions it has run.
pub struct Guest {
    store: Store<String>,
    instance: Instance,
    memory: Memory,
}

/// What a call gave: a text or a handle, and how many instructions it took.
pub struct Answer<T> {
    /// What it gave.
    pub given: T,
    /// The instructions, those for taking and giving texts among them.
    pub fuel: u64,
}

impl Wasm {
    /// Compiles a wasm.
    pub fn new(bytes: &[u8]) -> Result<Self> {
        let mut config = Config::new();
        // Fuel is counted in instructions of the wasm, however the machine's are made.
        config.consume_fuel(true).cranelift_opt_level(OptLevel::None);
        let engine = Engine::new(&config)?;
        let module = Module::from_binary(&engine, bytes)?;
        Ok(Self { engine, module })
    }

    /// A new instance.
    pub fn guest(&self) -> Result<Guest> {
        let mut linker = Linker::new(&self.engine);
        for import in self.module.imports() {
            let ExternType::Func(of) = import.ty() else { continue };
            let name = import.name().to_owned();
            let host = move |mut caller: Caller<'_, String>, given: &[Val], results: &mut [Val]| {
                let text = said(&mut caller, given)?;
                if results.len() != 1 || name.contains("throw") {
                    return Err(format_err!("{name}: {text}"));
                }
                // A text on its way to be thrown: its number is asked for, and then it is.
                *caller.data_mut() = text;
                results[0] = Val::I32(1);
                Ok(())
            };
            linker.func_new(import.module(), import.name(), of, host)?;
        }
        let mut store = Store::new(&self.engine, String::new());
        store.set_fuel(u64::MAX)?;
        let instance = linker.instantiate(&mut store, &self.module)?;
        let memory = instance.get_memory(&mut store, "memory").ok_or_else(|| format_err!("no memory"))?;
        Ok(Guest { store, instance, memory })
    }
}

/// The text that the guest passes.
fn said(caller: &mut Caller<'_, String>, given: &[Val]) -> Result<String> {
    let (Some(Val::I32(at)), Some(Val::I32(length))) = (given.first(), given.get(1)) else {
        bail!("the host is asked for something else than a text");
    };
    let Some(Extern::Memory(memory)) = caller.get_export("memory") else { bail!("no memory") };
    text(memory.data(&caller), *at, *length)
}

impl Guest {
    /// A program from its text.
    pub fn program(&mut self, json: &str) -> Result<Answer<i32>> {
        let no_limit = Val::I32(-1);
        self.handle("program_new", None, json, &[no_limit; 5])
    }

    /// A member from facts.
    pub fn member(&mut self, program: i32, json: &str) -> Result<Answer<i32>> {
        self.handle("program_member", Some(program), json, &[])
    }

    /// The view of a member, without histories and lots.
    pub fn view(&mut self, member: i32, now: f64) -> Result<Answer<String>> {
        let none = Val::I32(0);
        self.text("member_view", |guest| {
            let locale = guest.put("en")?;
            let stock = guest.put("")?;
            let mut given = vec![Val::I32(member), Val::F64(now.to_bits())];
            given.extend(locale);
            given.extend([none, none]);
            given.extend(stock);
            Ok(given)
        })
    }

    /// What a cart costs, from its text.
    pub fn quote(&mut self, member: i32, cart: &str, now: f64) -> Result<Answer<String>> {
        let held = self.cart(member, cart)?;
        let quote = self.quote_of(member, held.given, now, false)?;
        self.call("__wbg_cart_free", &[Val::I32(held.given), Val::I32(0)])?;
        Ok(Answer { given: quote.given, fuel: held.fuel + quote.fuel })
    }

    /// A cart from its text.
    pub fn cart(&mut self, member: i32, cart: &str) -> Result<Answer<i32>> {
        self.handle("member_cart", Some(member), cart, &[])
    }

    /// What a cart that is held costs, perhaps with a verdict on every coupon.
    pub fn quote_of(&mut self, member: i32, cart: i32, now: f64, coupons: bool) -> Result<Answer<String>> {
        self.text("member_quote", |guest| {
            let locale = guest.put("en")?;
            let mut given = vec![Val::I32(member), Val::I32(cart), Val::F64(now.to_bits())];
            given.extend(locale);
            given.extend([Val::I32(i32::from(coupons)), Val::I32(0), Val::I32(0)]);
            Ok(given)
        })
    }

    /// Where the guest is after so many instructions of a quote, innermost first; nothing when it is over by then. Its memory is put
    /// back to what it was, but of its stack the part is lost that was in use.
    pub fn stack(&mut self, member: i32, cart: &str, now: f64, fuel: u64) -> Result<Vec<String>> {
        let before = self.memory.data(&self.store).to_vec();
        self.store.set_fuel(fuel)?;
        let stopped = self.quote(member, cart, now);
        self.store.set_fuel(u64::MAX)?;
        self.memory.write(&mut self.store, 0, &before)?;
        let Err(error) = stopped else { return Ok(Vec::new()) };
        if error.downcast_ref::<Trap>() != Some(&Trap::OutOfFuel) {
            return Err(error);
        }
        let frames = error.downcast_ref::<WasmBacktrace>().map(WasmBacktrace::frames).unwrap_or_default();
        Ok(frames.iter().map(|frame| plain(frame.func_name().unwrap_or("?"))).collect())
    }

    /// Calls what gives a handle.
    fn handle(&mut self, name: &str, of: Option<i32>, json: &str, more: &[Val]) -> Result<Answer<i32>> {
        let before = self.store.get_fuel()?;
        let back = self.stack_pointer(-16)?;
        let mut given = vec![Val::I32(back)];
        given.extend(of.map(Val::I32));
        given.extend(self.put(json)?);
        given.extend_from_slice(more);
        self.call(name, &given)?;
        let [handle, _, failed] = self.words(back)?;
        self.stack_pointer(16)?;
        if failed != 0 {
            bail!("{name}: {}", self.store.data());
        }
        Ok(Answer { given: handle, fuel: before - self.store.get_fuel()? })
    }

    /// Calls what gives a text.
    fn text(
        &mut self,
        name: &str,
        given: impl FnOnce(&mut Self) -> Result<Vec<Val>>,
    ) -> Result<Answer<String>> {
        let before = self.store.get_fuel()?;
        let back = self.stack_pointer(-16)?;
        let mut all = vec![Val::I32(back)];
        all.extend(given(self)?);
        self.call(name, &all)?;
        let [at, length, _, failed] = self.words(back)?;
        if failed != 0 {
            bail!("{name}: {}", self.store.data());
        }
        let given = text(self.memory.data(&self.store), at, length)?;
        self.stack_pointer(16)?;
        self.call("__wbindgen_free", &[at, length, 1].map(Val::I32))?;
        Ok(Answer { given, fuel: before - self.store.get_fuel()? })
    }

    /// Puts a text into the guest's memory: where it is, and its length.
    fn put(&mut self, text: &str) -> Result<[Val; 2]> {
        let length = i32::try_from(text.len())?;
        let at = self.number("__wbindgen_malloc", &[Val::I32(length), Val::I32(1)])?;
        self.memory.write(&mut self.store, usize::try_from(at)?, text.as_bytes())?;
        Ok([Val::I32(at), Val::I32(length)])
    }

    fn stack_pointer(&mut self, by: i32) -> Result<i32> {
        self.number("__wbindgen_add_to_stack_pointer", &[Val::I32(by)])
    }

    /// The numbers that a call left in memory.
    fn words<const N: usize>(&self, at: i32) -> Result<[i32; N]> {
        let at = usize::try_from(at)?;
        let mut words = [0; N];
        for (place, word) in words.iter_mut().enumerate() {
            let mut bytes = [0; 4];
            self.memory.read(&self.store, at + 4 * place, &mut bytes)?;
            *word = i32::from_le_bytes(bytes);
        }
        Ok(words)
    }

    fn number(&mut self, name: &str, given: &[Val]) -> Result<i32> {
        let mut results = [Val::I32(0)];
        self.function(name)?.call(&mut self.store, given, &mut results)?;
        results[0].i32().ok_or_else(|| format_err!("{name} gives no number"))
    }

    fn call(&mut self, name: &str, given: &[Val]) -> Result<()> {
        self.function(name)?.call(&mut self.store, given, &mut [])
    }

    fn function(&mut self, name: &str) -> Result<Func> {
        self.instance.get_func(&mut self.store, name).ok_or_else(|| format_err!("the wasm exports no {name}"))
    }
}

/// A function's name without the numbers that tell crates apart.
fn plain(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((number, rest)) if number.len() == 16 => plain.push_str(rest),
            _ => plain = plain + "[" + part,
        }
    }
    plain
}

fn text(memory: &[u8], at: i32, length: i32) -> Result<String> {
    let (at, length) = (usize::try_from(at)?, usize::try_from(length)?);
    let bytes = memory.get(at..at + length).ok_or_else(|| Error::msg("a text outside of the memory"))?;
    Ok(String::from_utf8(bytes.to_vec())?)
}
