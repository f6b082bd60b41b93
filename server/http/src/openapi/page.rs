//! The reference page: the document as plain HTML, without script.

use std::{fmt::Write, sync::LazyLock};

use axum::http::HeaderValue;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::plain::escape;

const STYLE: &str = include_str!("page.css");

/// Everything is on the page itself, and its style is allowed by its hash.
pub(super) fn policy() -> HeaderValue {
    static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
        let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'"
        );
        HeaderValue::from_str(&policy).ok()
    });
    POLICY
        .clone()
        .unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The page for a document.
pub(super) fn page(document: &Value) -> String {
    let title = text(&document["info"]["title"]);
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body><header><h1>{title}</h1>{}\
         <p><a href=\"/api/openapi.json\">OpenAPI document</a></p></header>",
        paragraphs(&document["info"]["description"]),
    );
    let tags = document["tags"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    contents(&mut html, tags);
    html.push_str("<main>");
    for tag in tags {
        section(&mut html, document, tag);
    }
    schemas(&mut html, document);
    html.push_str("</main></body></html>");
    html
}

fn contents(html: &mut String, tags: &[Value]) {
    html.push_str("<nav aria-label=\"Contents\"><ul>");
    for tag in tags {
        let name = text(&tag["name"]);
        push(
            html,
            format_args!("<li><a href=\"#{name}\">{name}</a></li>"),
        );
    }
    html.push_str("<li><a href=\"#schemas\">schemas</a></li></ul></nav>");
}

fn section(html: &mut String, document: &Value, tag: &Value) {
    let name = text(&tag["name"]);
    push(
        html,
        format_args!(
            "<section><h2 id=\"{name}\">{name}</h2>{}",
            paragraphs(&tag["description"])
        ),
    );
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            if operation["tags"][0] == tag["name"] {
                operation_block(html, path, method, operation);
            }
        }
    }
    html.push_str("</section>");
}

fn operation_block(html: &mut String, path: &str, method: &str, operation: &Value) {
    let (id, path) = (text(&operation["operationId"]), escape(path));
    push(
        html,
        format_args!(
            "<article id=\"{id}\"><h3><code><b>{}</b> {path}</code></h3><p>{}</p>",
            escape(&method.to_uppercase()),
            text(&operation["summary"]),
        ),
    );
    let parameters = operation["parameters"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if !parameters.is_empty() {
        table(
            html,
            "Parameters",
            parameters.iter().map(|parameter| {
                [
                    format!("<code>{}</code>", text(&parameter["name"])),
                    text(&parameter["in"]),
                    type_of(&parameter["schema"]),
                    text(&parameter["description"]),
                ]
            }),
        );
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        push(html, format_args!("<p>Body: {}</p>", type_of(body)));
    }
    table(
        html,
        "Answers",
        entries(&operation["responses"]).map(|(status, response)| {
            let (media, content) = entries(&response["content"])
                .next()
                .unwrap_or(("", &Value::Null));
            [
                format!("<code>{}</code>", escape(status)),
                escape(media),
                type_of(&content["schema"]),
                text(&response["description"]),
            ]
        }),
    );
    html.push_str("</article>");
}

fn schemas(html: &mut String, document: &Value) {
    html.push_str("<section><h2 id=\"schemas\">schemas</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let name = escape(name);
        push(
            html,
            format_args!(
                "<article id=\"schema-{name}\"><h3><code>{name}</code></h3>{}",
                paragraphs(&schema["description"])
            ),
        );
        let parts: Vec<&Value> = [schema]
            .into_iter()
            .chain(schema["allOf"].as_array().into_iter().flatten())
            .collect();
        let fields: Vec<[String; 4]> = parts.iter().flat_map(|part| fields(part)).collect();
        if fields.is_empty() {
            push(html, format_args!("<p>{}</p>", type_of(schema)));
        } else {
            table(html, "Fields", fields.into_iter());
        }
        html.push_str("</article>");
    }
    html.push_str("</section>");
}

fn fields(schema: &Value) -> Vec<[String; 4]> {
    let required = |name: &str| {
        schema["required"]
            .as_array()
            .is_some_and(|names| names.iter().any(|known| known == name))
    };
    entries(&schema["properties"])
        .map(|(name, field)| {
            [
                format!("<code>{}</code>", escape(name)),
                if required(name) {
                    "required".to_owned()
                } else {
                    String::new()
                },
                type_of(field),
                text(&field["description"]),
            ]
        })
        .collect()
}

/// A schema in a few words, with links to the named ones.
fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        let name = escape(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[key].as_array() {
            return parts.iter().map(type_of).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .map(|word| format!("<code>{}</code>", text(word)))
            .collect::<Vec<_>>()
            .join(" ");
    }
    let own = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one),
    };
    match own.as_str() {
        "array" => format!("list of {}", type_of(&schema["items"])),
        _ if schema["format"].is_string() => format!("{own} ({})", text(&schema["format"])),
        _ => own,
    }
}

fn table(html: &mut String, caption: &str, rows: impl Iterator<Item = [String; 4]>) {
    push(
        html,
        format_args!("<table><caption>{caption}</caption><tbody>"),
    );
    for [name, second, third, about] in rows {
        push(
            html,
            format_args!(
                "<tr><th scope=\"row\">{name}</th><td>{second}</td><td>{third}</td><td>{about}</td></tr>"
            ),
        );
    }
    html.push_str("</tbody></table>");
}

fn paragraphs(value: &Value) -> String {
    let mut html = String::new();
    let text = value.as_str().unwrap_or_default();
    for part in text.split("\n\n").filter(|part| !part.is_empty()) {
        push(&mut html, format_args!("<p>{}</p>", prose(part)));
    }
    html
}

/// Text in which backquotes mark code.
fn prose(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(at, part)| {
            if at % 2 == 1 {
                format!("<code>{}</code>", escape(part))
            } else {
                escape(part)
            }
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().map(prose).unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

fn push(html: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = html.write_fmt(piece);
}
