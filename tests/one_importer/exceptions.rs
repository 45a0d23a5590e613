//! Where more reserve raises the shortfall, or removes more than its size: one small world for each
//! way. The numbers were worked out from the model page, apart from the engine.

use lodestock::core::spec::ReleaseRule;

use crate::small::{PLAIN, Small};

/// Shortfalls with two sizes of the reserve.
fn assert_shortfalls(world: &Small, sizes: [f64; 2], expected: [f64; 2]) {
    for (tonnes, expected) in sizes.into_iter().zip(expected) {
        let (_, shortfall) = world.run(tonnes);
        assert!(
            (shortfall - expected).abs() < 1e-9,
            "{tonnes} t: {shortfall} for {expected}"
        );
    }
}

/// Deferred demand is ordered on top of the gap that the same lost cargo left in the pipeline.
/// Without a reserve 2.5 and 5 t wait, the months 2 and 3 order 13.75 and 13.125 t, and 1.875 t are
/// left when nothing arrives in month 5. With 5 t nobody waits, 11.25 and 9.375 t are ordered, and
/// 0.625 t are left.
#[test]
fn deferred_demand_orders_what_the_next_shortage_lives_on() {
    let world = Small {
        available: &[0.5, 0.5, 1.0, 1.0, 0.0, 1.0],
        slack: 1.5,
        lead: 1.0,
        restock: 2.0,
        first: 0.2,
        defer: 1.0,
        ..PLAIN
    };
    assert_shortfalls(&world, [0.0, 5.0], [0.125, 1.375]);
}

/// Demand that waits keeps a lane open. Home fails in month 0, the lane abroad carries 6 t, and without
/// a reserve 2 t wait: with 5 t from home again, month 1 takes 7 t from abroad, and 8 t are allowed
/// when home fails in month 2. With 4 t nobody waits, month 1 takes 5 t from each, the lane falls back,
/// and 56/9 t are allowed.
#[test]
fn demand_that_waits_keeps_a_lane_open() {
    let world = Small {
        available: &[1.0; 4],
        slack: 2.0,
        home: 0.5,
        home_available: &[0.0, 0.5, 0.0, 0.0],
        reroute: 0.1,
        defer: 0.5,
        ..PLAIN
    };
    assert_shortfalls(&world, [0.0, 4.0], [3.95, 74.3 / 18.0]);
}

/// Deferred demand keeps a shortage alive, and with it the clock of the release. 5 t, a third of
/// them a month, leave 5/12 t waiting in month 2, so month 3 is the third of the spell and 5/3 t
/// come at once. 10 t end the spell in month 1, and month 3 has to wait: 7.5 t stay in the vault.
#[test]
fn deferred_demand_keeps_the_release_running() {
    let world = Small {
        available: &[0.5, 1.0, 1.0, 0.0],
        defer: 0.5,
        delay: 1.0,
        rule: ReleaseRule::Spread { over: 0.25 },
        ..PLAIN
    };
    assert_shortfalls(&world, [5.0, 10.0], [85.0 / 12.0, 7.5]);
}

/// Waiting demand drains the stock of the next month, and the price of that is given up for good.
/// With γ = ε = 1 users want S/0.9 of 10 t. Month 1 has no stock: 0.5 t wait, 9.5 t are given up, and
/// 4.5 t of stock are left for month 3, in which 5 t are given up. With 1 t nobody waits, 9 t are
/// given up, 5 t are left, and 40/9 are given up: 1 t of reserve removes 19/18 t.
#[test]
fn a_tonne_removes_more_where_price_cuts_demand_that_waits() {
    let world = Small {
        available: &[0.0, 1.0, 0.0, 1.0],
        slack: 1.5,
        lead: 1.0,
        price: (1.0, 1.0),
        defer: 1.0,
        ..PLAIN
    };
    assert_shortfalls(&world, [0.0, 1.0], [14.5, 121.0 / 9.0]);
}

/// What is bought back is released again: 5 t in month 0, and the same 5 t in month 2.
#[test]
fn a_tonne_bought_back_removes_two() {
    let world = Small {
        available: &[0.0, 1.0, 0.0],
        slack: 1.5,
        refill: Some(5.0),
        ..PLAIN
    };
    assert_shortfalls(&world, [0.0, 5.0], [20.0, 10.0]);
}

/// The refill order of the larger reserve ends a shortage early, and with it the clock of the
/// release. Both release all in month 2. In month 4, 5 t instead of 4 order 12.5 instead of 11.5 t:
/// month 6 then just has its 10 t, where 4 t leave it 1 t short. Month 7 has nothing: the 4 t are
/// released in the second month of a spell, the 5 t must wait.
#[test]
fn a_refill_order_stops_the_clock_of_the_release() {
    let world = Small {
        available: &[0.0, 0.0, 1.0, 0.5, 1.0, 0.5, 0.0, 1.0],
        slack: 1.5,
        lead: 1.0,
        delay: 1.0,
        refill: Some(5.0),
        ..PLAIN
    };
    assert_shortfalls(&world, [4.0, 5.0], [24.5, 27.5]);
}

/// A release keeps the price below the limit of refills. 9 t fill month 3 to the last 0.4 t, the
/// price stays 1, and month 4 buys the 2 t above need. 4 t were empty in month 3, the price forbids
/// to buy, and the 2 t stay with users. In month 5 the users' 2 t are there at once, the reserve
/// must wait.
#[test]
fn a_release_allows_the_refill_that_locks_stock_away() {
    let world = Small {
        available: &[0.0, 0.5, 0.8, 1.0, 0.0, 1.0],
        slack: 1.2,
        lead: 1.0,
        delay: 1.0,
        refill: Some(5.0),
        below_price: Some(1.0),
        ..PLAIN
    };
    assert_shortfalls(&world, [4.0, 9.0], [18.4, 20.0]);
}

/// A refill order changes where the last cargo came from, and with it the pipeline that is planned.
/// The larger reserve buys a last tonne at home in month 6, when nothing else is ordered: the mean
/// lead of month 7 is then 0, so 10 t are ordered and 5 come in time. Without that order the mean
/// lead is that of the shares, 1 month: 20 t are ordered and 10 come in time.
#[test]
fn a_refill_order_changes_the_pipeline_that_is_planned() {
    let world = Small {
        available: &[0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0],
        slack: 2.0,
        home: 0.5,
        lead: 2.0,
        refill: Some(1.0),
        ..PLAIN
    };
    assert_shortfalls(&world, [2.0, 3.0], [3.0, 4.0]);
}

/// Month 0 takes the users' cover, month 1 the reserve. 12 t a month then fill the cover first, 2 t a
/// month until month 6, and only month 7 buys.
#[test]
fn a_refill_waits_until_commercial_cover_is_full() {
    let world = Small {
        available: &[0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        slack: 1.2,
        cover: 1.0,
        refill: Some(5.0),
        ..PLAIN
    };
    let (months, shortfall) = world.run(5.0);
    let stock = [0.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 10.0, 10.0];
    let level = [5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 4.0];
    for (month, [s, l]) in months.into_iter().enumerate() {
        assert!(
            (s - stock[month]).abs() < 1e-9 && (l - level[month]).abs() < 1e-9,
            "month {month}: stock {s}, reserve {l}"
        );
    }
    assert!((shortfall - 5.0).abs() < 1e-9);
}
