//! The configuration page.

use contract::{
    acts::Act,
    branding::{TenantConfig, VersionedConfig},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, Time, loaded, on_success, reframe, use_me};
use ui::{
    Button, ButtonKind, Card, FormActions, FormScope, FormSection, Page, PageHeader, SelectField,
};

use super::{
    calls::{ConfigUpdate, config_get},
    choices,
    terms::term_fields,
    versions::PATH,
};

/// The page that changes the tenant's settings and words.
#[component]
pub(crate) fn ConfigurationPage() -> impl IntoView {
    let me = use_me();
    let config = Resource::new(|| (), |()| config_get());
    loaded(move || {
        let me = me.clone();
        async move { Ok(page(&me?, config.await?)) }
    })
}

fn page(me: &Me, stored: VersionedConfig) -> impl IntoView + use<> {
    let form = FormState::of::<ConfigUpdate>();
    // The words of the frame are among what is saved.
    on_success(form, reframe());
    let write = me.may(Act::SettingsWrite);
    let (config, vocabulary) = (stored.config.clone(), stored.config.vocabulary);
    let saved = format!("Version {}, saved ", stored.version);
    view! {
        <Title text="Configuration" />
        <Page narrow=true>
            <PageHeader title="Configuration" subtitle="Where you are, and what you call things." />
            <Card>
                <ServerForm form>
                    <input type="hidden" name="version" value=stored.version />
                    <FormScope problems=form.problems()>
                        <FormSection title="Region" description="How dates, times and amounts are meant.">
                            {region_fields(form, &config)}
                        </FormSection>
                        <FormSection
                            title="Words"
                            description="What you call things. Every page, button and mail speaks this way."
                        >
                            {term_fields(form, &vocabulary)}
                        </FormSection>
                        {write.then(|| actions(form))}
                    </FormScope>
                </ServerForm>
            </Card>
            <p class="text-sm text-muted">
                {saved} <Time at=stored.updated_at /> " UTC. "
                <a href=PATH class="link">
                    "All versions"
                </a>
            </p>
        </Page>
    }
}

fn region_fields(form: FormState, config: &TenantConfig) -> impl IntoView + use<> {
    let locale = form.typed("locale", &config.locale);
    let zone = form.typed("time_zone", &config.time_zone);
    let currency = form.typed("currency", &config.currency);
    let week_start = form.typed("week_start", config.week_start.to_string());
    view! {
        <SelectField name="locale" label="Language and region" choices=choices::locales(&locale) value=locale />
        <SelectField name="time_zone" label="Time zone" choices=choices::time_zones(&zone) value=zone />
        <SelectField name="currency" label="Currency" choices=choices::currencies(&currency) value=currency />
        <SelectField name="week_start" label="First day of the week" choices=choices::days() value=week_start />
    }
}

fn actions(form: FormState) -> impl IntoView {
    view! {
        <FormActions>
            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                "Save configuration"
            </Button>
        </FormActions>
    }
}
