//! Tables, cards, facts, numbers and ways about.

use std::fmt::Write;

use leptos::prelude::*;

use super::{Side, exhibit};
use crate::{
    Avatar, Badge, Breadcrumbs, ButtonKind, ButtonLink, Card, ChartFrame, Choice, CodeBlock,
    Column, CopyValue, Direction, EmptyState, FilterBar, Glyph, KeyValue, KeyValueList, Menu,
    MenuButton, MenuLink, Pager, Row, SelectField, Size, StatRow, StatTile, Tab, Table, Tabs, Tone,
};

pub(super) fn exhibits() -> Vec<AnyView> {
    vec![
        exhibit("Filters, table and pager", table),
        exhibit("Table without rows", empty_table),
        exhibit("Numbers and charts", numbers),
        exhibit("Facts and values", facts),
        exhibit("Tabs, crumbs, badges, avatars", ways),
    ]
}

/// Name, status, city, spent.
const PEOPLE: &[(&str, Tone, &str, &str, &str)] = &[
    ("Ana Silva", Tone::Ok, "Active", "Lisbon", "€1,204.00"),
    ("Björn Åkesson", Tone::Info, "Invited", "Malmö", "€0.00"),
    ("Chidi Okafor", Tone::Warn, "Late", "Lagos", "€18,990.50"),
    (
        "Dao Thị Mai Hương Nguyễn",
        Tone::Neutral,
        "Archived",
        "Đà Nẵng",
        "€320.10",
    ),
    ("Elif Yılmaz", Tone::Danger, "Blocked", "İzmir", "€75.00"),
];

/// A table of people, as the list sample shows it too.
pub(super) fn people(side: &str) -> AnyView {
    let rows = PEOPLE
        .iter()
        .enumerate()
        .map(|(at, (name, tone, status, city, spent))| {
            Row::link(format!("#person-{at}"))
                .cell(*name)
                .cell(view! { <Badge tone=*tone dot=true>{*status}</Badge> })
                .cell(*city)
                .cell(*spent)
                .cell(view! {
                    <Menu id=format!("{side}-more-{at}") label=format!("More for {name}")>
                        <MenuLink href="#edit" icon=Glyph::Edit>
                            "Edit"
                        </MenuLink>
                        <MenuButton icon=Glyph::Trash danger=true>
                            "Delete"
                        </MenuButton>
                    </Menu>
                })
        })
        .collect();
    let columns = vec![
        Column::new("Name").sort("#sort-name", Some(Direction::Ascending)),
        Column::new("Status"),
        Column::new("City").minor(),
        Column::new("Spent").numeric().sort("#sort-spent", None),
        Column::actions("Actions"),
    ];
    view! { <Table caption=format!("People ({side})") columns rows /> }.into_any()
}

fn table(side: Side) -> AnyView {
    view! {
        <FilterBar action="#filter" search=format!("Search people ({})", side.0) query="a" filtered=true>
            <SelectField name="status" id=side.id("status") label="Status" quiet=true blank="Any status" choices=vec![Choice::new("active", "Active")] />
        </FilterBar>
        <Card flush=true>{people(side.0)}</Card>
        <Pager next="#next" summary="5 of 248" label=format!("Pages ({})", side.0) />
    }
    .into_any()
}

fn empty_table(_: Side) -> AnyView {
    view! {
        <Card flush=true>
            <Table
                caption="Nobody"
                columns=vec![Column::new("Name")]
                rows=Vec::new()
                empty=|| {
                    view! {
                        <EmptyState glyph=Glyph::Users title="No people yet" description="People you add can be booked, billed and written to.">
                            <ButtonLink href="#new" kind=ButtonKind::Primary icon=Glyph::Plus>
                                "Add a person"
                            </ButtonLink>
                        </EmptyState>
                    }
                }
            />
        </Card>
    }
    .into_any()
}

/// The row of numbers on a home page.
pub(super) fn tiles() -> AnyView {
    view! {
        <StatRow>
            <StatTile label="People" value="1,203" change="+12 this week" tone=Tone::Ok href="#people" />
            <StatTile label="Visits" value="8,441" change="about the same" />
            <StatTile label="Late" value="17" change="+9 this week" tone=Tone::Danger href="#late" />
            <StatTile label="Earned" value="€48,210" />
        </StatRow>
    }
    .into_any()
}

/// A drawing such as the server makes.
pub(super) fn chart() -> AnyView {
    let mut svg =
        String::from(r#"<svg viewBox="0 0 600 150"><path d="M24 131h568" stroke="var(--line)"/>"#);
    for (at, count) in [4, 9, 6, 12, 8, 3, 2, 7, 11, 14, 9, 5, 3, 10]
        .into_iter()
        .enumerate()
    {
        let (x, height) = (32 + at * 40, count * 8);
        let y = 130 - height;
        // Writing to a string cannot fail.
        _ = write!(
            svg,
            r#"<rect x="{x}" y="{y}" width="24" height="{height}" rx="2" fill="var(--chart-1)"/>"#
        );
    }
    svg += r#"<text x="32" y="146" font-size="12" fill="var(--muted)">Mon</text></svg>"#;
    view! {
        <ChartFrame
            title="New people by day"
            description="103 in two weeks, most on the second Wednesday."
            svg
            table=|| {
                view! {
                    <Table
                        caption="New people by day"
                        columns=vec![Column::new("Day"), Column::new("New").numeric()]
                        rows=vec![Row::new().cell("Monday").cell("4"), Row::new().cell("Tuesday").cell("9")]
                    />
                }
            }
        />
    }
    .into_any()
}

fn numbers(_: Side) -> AnyView {
    view! { {tiles()} {chart()} }.into_any()
}

fn facts(side: Side) -> AnyView {
    view! {
        <Card
            title="Details"
            description="What is known about this person."
            actions=|| {
                view! {
                    <ButtonLink href="#edit" size=Size::Small icon=Glyph::Edit>
                        "Edit"
                    </ButtonLink>
                }
            }
            footer=|| "Changed two days ago by Björn Åkesson."
        >
            <KeyValueList>
                <KeyValue label="Name">"Ana Silva"</KeyValue>
                <KeyValue label="Phone" />
                <KeyValue label="Key">
                    <CopyValue label="the key" value="0192f0c1-7a5e-8c3a-b1f2-6e0d5a9b4c11" />
                </KeyValue>
                <KeyValue label="Status">
                    <Badge tone=Tone::Ok dot=true>
                        "Active"
                    </Badge>
                </KeyValue>
            </KeyValueList>
        </Card>
        <CodeBlock label=format!("the {} command", side.0) code="curl -H 'Authorization: Bearer …' \\\n  https://example.test/api/v1/people" />
    }
    .into_any()
}

fn ways(side: Side) -> AnyView {
    let badges: Vec<_> = Tone::ALL
        .iter()
        .map(|tone| view! { <Badge tone=*tone>{format!("{tone:?}")}</Badge> " " })
        .collect();
    let faces: Vec<_> = PEOPLE
        .iter()
        .map(|(name, ..)| view! { <Avatar name=(*name).to_owned() /> })
        .collect();
    view! {
        <Breadcrumbs label=format!("Way ({})", side.0) crumbs=vec![("Home".into(), "#home".into()), ("People".into(), "#people".into())] />
        <Tabs
            label=format!("Person ({})", side.0)
            path="#overview".to_owned()
            tabs=vec![
                Tab::new("Overview", "#overview"),
                Tab::new("Visits", "#visits").count(12),
                Tab::new("Notes", "#notes"),
                Tab::new("History", "#history"),
            ]
        />
        <div class="flex flex-wrap gap-2">{badges}</div>
        <div class="flex gap-2">{faces}</div>
    }
    .into_any()
}
