#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bangchim_fuzz::read(
    &[b"<?urn:schemas-microsoft-com:office:spreadsheet?>", bytes].concat(),
    "input.xls"
));
