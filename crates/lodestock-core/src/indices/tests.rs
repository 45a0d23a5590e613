use super::*;

fn supplier(quantity: f64, governance: f64, trade: f64) -> Supplier {
    Supplier {
        quantity,
        governance,
        trade,
    }
}

fn close(ours: Option<f64>, expected: f64) {
    let ours = ours.unwrap();
    assert!((ours - expected).abs() < 1e-12, "{ours} for {expected}");
}

#[test]
fn concentration_of_known_shares() {
    close(hhi([7.0]), 1.0);
    close(hhi([2.0; 4]), 0.25);
    close(hhi([600.0, 300.0, 100.0]), 0.46);
    assert_eq!(hhi([]), None);
    assert_eq!(hhi([0.0, 0.0]), None);
}

#[test]
fn weights_of_one_leave_the_plain_index() {
    let shares = [0.6, 0.3, 0.1];
    let plain = shares.map(|share| supplier(share, 1.0, 1.0));
    close(weighted_hhi(&plain), 0.46);
    assert_eq!(weighted_hhi(&[]), None);
}

#[test]
fn a_self_sufficient_importer_has_the_risk_of_its_own_sourcing() {
    let global = [supplier(6.0, 6.0, 1.1), supplier(4.0, 4.0, 1.0)];
    let sourcing = [supplier(1.0, 2.0, 1.0)];
    let risk = |import_reliance| EuSupplyRisk {
        global: &global,
        sourcing: &sourcing,
        import_reliance,
        recycling: 0.2,
        substitution: 0.9,
    };
    close(risk(0.0).index(), 2.0 * 0.8 * 0.9);
    let half = 0.5 * weighted_hhi(&global).unwrap() + 0.5 * 2.0;
    close(risk(1.0).index(), half * 0.8 * 0.9);
}

#[test]
fn import_reliance_is_of_net_imports() {
    close(import_reliance(10.0, 95.0, 5.0), 0.9);
    close(import_reliance(100.0, 5.0, 50.0), 0.0);
    assert_eq!(import_reliance(0.0, 0.0, 0.0), None);
}

#[test]
fn domestic_output_lowers_the_geopolitical_risk() {
    let imports = [Import {
        quantity: 50.0,
        governance: 0.6,
    }];
    close(geopolrisk(&[1.0], &imports, 0.0), 0.6);
    close(geopolrisk(&[1.0], &imports, 50.0), 0.3);
    close(geopolrisk(&[1.0], &[], 50.0), 0.0);
    assert_eq!(geopolrisk(&[], &imports, 50.0), None);
    assert_eq!(geopolrisk(&[1.0], &[], 0.0), None);
}

#[test]
fn the_lost_supplier_takes_its_demand_with_it() {
    let party = |supply, demand| Party { supply, demand };
    // 70 of 100 lost; the others make 30 and use 60.
    let parties = [party(20.0, 30.0), party(70.0, 40.0), party(10.0, 30.0)];
    close(n_minus_1(&parties), 0.5);
    close(remaining(&parties, 0), 1.0);
    assert_eq!(n_minus_1(&[]), None);
    assert_eq!(n_minus_1(&[party(5.0, 5.0), party(1.0, 0.0)]), None);
}
