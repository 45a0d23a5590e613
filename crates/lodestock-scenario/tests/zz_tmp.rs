use lodestock_scenario::*;
#[test] fn big() {
    let mut t = String::from("[time]\nstart=\"2027-01\"\nstep=\"month\"\nhorizon=\"10 years\"\n[commodity.a]\nunit=\"t\"\nprice=1\n");
    for i in 0..60 { t += &format!("[country.c{i}]\n"); }
    for i in 0..15000 { t += &format!("[producer.p{i}]\ncountry=\"c{}\"\ncommodity=\"a\"\ncapacity=100\n", i%60); }
    for i in 0..5000 { t += &format!("[consumer.k{i}]\ncountry=\"c{}\"\ncommodity=\"a\"\ndemand=100\n", i%60); }
    let s = std::time::Instant::now();
    let r = load_str("x", &t, &[], &InMemory::new());
    println!("ok {} in {:?}", r.is_ok(), s.elapsed());
    let bad = t.replace("capacity=100","capacty=-1");
    let s = std::time::Instant::now();
    let f = load_str("x", &bad, &[], &InMemory::new()).map(|_|()).unwrap_err();
    println!("bad {} more in {:?}", f.more, s.elapsed());
    let s = std::time::Instant::now();
    let dup = t.replace("[producer.p","[producer.q").replace("capacity=100","capacity=100\ncapacity=100");
    let f = load_str("x", &dup, &[], &InMemory::new()).map(|_|()).unwrap_err();
    println!("dup {} more in {:?}", f.more, s.elapsed());
    let s = std::time::Instant::now();
    let dup = "[country.us]\n".repeat(100000);
    let f = load_str("x", &dup, &[], &InMemory::new()).map(|_|()).unwrap_err();
    println!("dup {} more in {:?}", f.more, s.elapsed());
    let s = std::time::Instant::now();
    let dup = "x = = 1\n".repeat(200000);
    let f = load_str("x", &dup, &[], &InMemory::new()).map(|_|()).unwrap_err();
    println!("syn {} more in {:?}", f.more, s.elapsed());
    let fm = load_str("f", include_str!("../../../tests/data/format.toml"), &[], &InMemory::new()).unwrap();
    println!("{}", render_diagnostics(&fm.warnings, &fm.sources, false));
}
