//! Prints one page of the gallery as static HTML: `cargo run -p ui --example gallery -- PATH THEME`.

use leptos::prelude::*;
use ui::gallery::Gallery;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "/gallery".to_owned());
    let theme = arguments.next().filter(|theme| theme != "system");
    let css = include_str!("../../../style/app.css");
    let owner = Owner::new();
    let page = owner.with(|| {
        view! {
            <html lang="en" data-theme=theme>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>"Gallery"</title>
                    <style inner_html=css></style>
                </head>
                <body>
                    <Gallery path />
                </body>
            </html>
        }
        .to_html()
    });
    #[expect(clippy::print_stdout, reason = "the page is the output")]
    {
        println!("<!doctype html>{page}");
    }
}
