#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bangchim_fuzz::read(&bangchim_fuzz::xls(bytes), "input.xls"));
