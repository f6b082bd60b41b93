//! Buttons, fields and icons.

use leptos::prelude::*;

use super::{Side, exhibit};
use crate::{
    Button, ButtonKind, ButtonLink, Checkbox, Choice, ColourField, FormActions, FormScope, Glyph,
    Icon, IconButton, InputKind, Problem, RadioCards, SelectField, Size, Switch, TextArea,
    TextField, ThemeToggle,
};

pub(super) fn exhibits() -> Vec<AnyView> {
    vec![
        exhibit("Buttons", buttons),
        exhibit("Lines of text", text),
        exhibit("Choices", choices),
        exhibit("A form with problems", problems),
        exhibit("Icons", icons),
    ]
}

fn buttons(_: Side) -> AnyView {
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <Button kind=ButtonKind::Primary>"Primary"</Button>
            <Button>"Secondary"</Button>
            <Button kind=ButtonKind::Ghost>"Ghost"</Button>
            <Button kind=ButtonKind::Danger>"Danger"</Button>
        </div>
        <div class="flex flex-wrap items-center gap-2">
            <Button size=Size::Small icon=Glyph::Plus>"Small"</Button>
            <Button icon=Glyph::Download>"Medium"</Button>
            <Button size=Size::Large kind=ButtonKind::Primary>"Large"</Button>
            <ButtonLink href="#link" icon=Glyph::External>"A link"</ButtonLink>
            <IconButton glyph=Glyph::Refresh label="Refresh" />
        </div>
        <div class="flex flex-wrap items-center gap-2">
            <Button kind=ButtonKind::Primary loading=true>"Saving"</Button>
            <Button loading=true>"Loading"</Button>
            <Button kind=ButtonKind::Primary disabled=true>"Disabled"</Button>
            <Button disabled=true>"Disabled"</Button>
        </div>
    }
    .into_any()
}

fn text(side: Side) -> AnyView {
    view! {
        <TextField name=side.id("name") label="Name" required=true value="Ana Silva" hint="As it is written on letters." />
        <TextField name=side.id("empty") label="City" placeholder="Lisbon" />
        <TextField name=side.id("mail") label="E-mail" kind=InputKind::Email value="ana@" error="Enter a whole address, such as ana@example.test." />
        <TextField name=side.id("site") label="Address" prefix="https://" suffix=".example.test" value="ana" />
        <TextField name=side.id("seats") label="Seats" kind=InputKind::Number value="12" suffix="people" />
        <TextField name=side.id("off") label="Cannot be changed" value="Fixed" disabled=true />
        <TextArea name=side.id("notes") label="Notes" value="Prefers mornings.\nAsk about the parking space." />
    }
    .into_any()
}

fn choices(side: Side) -> AnyView {
    let sizes = vec![
        Choice::new("s", "Small")
            .hint("Up to five people")
            .note("€19"),
        Choice::new("m", "Medium")
            .hint("Up to fifty people")
            .note("€49"),
        Choice::new("l", "Large")
            .hint("As many as you like")
            .note("€149"),
        Choice::new("x", "By contract")
            .hint("Talk to us")
            .disabled(true),
    ];
    view! {
        <SelectField name=side.id("role") label="Role" choices=vec![Choice::new("a", "Administrator"), Choice::new("b", "Reader")] value="a" hint="What they may do." />
        <RadioCards name=side.id("size") label="Size" required=true columns=true choices=sizes value="m" />
        <div class="grid gap-4 sm:grid-cols-2">
            <Checkbox name=side.id("box-on") label="Ticked" checked=true hint="With what follows from it." />
            <Checkbox name=side.id("box-off") label="Not ticked" />
            <Checkbox name=side.id("box-bad") label="I accept the terms" error="Accept the terms to go on." />
            <Checkbox name=side.id("box-dis") label="Cannot be changed" checked=true disabled=true />
            <Switch name=side.id("on") label="Send alerts" checked=true hint="By e-mail, at most once an hour." />
            <Switch name=side.id("off") label="Weekly summary" id=side.id("switch-off") />
        </div>
        <ColourField name=side.id("colour") label="Main colour" value="#3451c6" hint="Buttons and links." />
        <ThemeToggle />
    }
    .into_any()
}

fn problems(side: Side) -> AnyView {
    let (slug, plan) = (side.id("slug"), side.id("plan"));
    let found = vec![
        Problem::new(&slug, "This address is taken; try ana-2."),
        Problem::new(&plan, "Choose a plan."),
    ];
    view! {
        <FormScope problems=found>
            <TextField name=slug label="Address" value="ana" required=true suffix=".example.test" />
            <SelectField name=plan label="Plan" blank="Choose…" choices=vec![Choice::new("pro", "Pro")] required=true />
            <FormActions>
                <Button kind=ButtonKind::Primary submit=true>
                    "Save"
                </Button>
                <ButtonLink href="#cancel" kind=ButtonKind::Ghost>
                    "Cancel"
                </ButtonLink>
            </FormActions>
        </FormScope>
    }
    .into_any()
}

fn icons(_: Side) -> AnyView {
    let all: Vec<_> = Glyph::ALL
        .iter()
        .map(|glyph| {
            let name = format!("{glyph:?}");
            view! {
                <span class="flex size-8 items-center justify-center text-muted" title=name>
                    <Icon glyph=*glyph label=name.clone() />
                </span>
            }
        })
        .collect();
    view! { <div class="flex flex-wrap">{all}</div> }.into_any()
}
