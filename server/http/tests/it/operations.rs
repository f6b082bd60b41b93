//! The operations of the OpenAPI document.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use crate::{calls::Call, client::Ask};

pub(crate) fn document() -> Value {
    serde_json::to_value(http_api::document()).unwrap()
}

/// One operation, as it is documented.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) description: Value,
}

/// Each operation by its id.
pub(crate) fn operations(document: &Value) -> BTreeMap<String, Operation> {
    let mut operations = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, description) in item.as_object().unwrap() {
            let id = description["operationId"].as_str().unwrap();
            let operation = Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                description: description.clone(),
            };
            let known = operations.insert(id.to_owned(), operation);
            assert!(known.is_none(), "two operations have the id {id}");
        }
    }
    operations
}

impl Operation {
    /// Whether it asks for no identity.
    pub(crate) fn is_open(&self) -> bool {
        self.description["security"] == json!([{}])
    }

    /// Whether it only looks.
    pub(crate) fn is_read(&self) -> bool {
        self.method == Method::GET
    }

    /// Its parameters that stand in `place`.
    pub(crate) fn parameters<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Value> {
        let all = self.description["parameters"].as_array();
        all.into_iter()
            .flatten()
            .filter(move |parameter| parameter["in"] == place)
    }

    /// Whether its path names rows by their ids.
    pub(crate) fn takes_an_id(&self) -> bool {
        self.parameters("path")
            .any(|parameter| parameter["schema"]["format"] == "uuid")
    }

    /// The members of its body, with their schemas.
    pub(crate) fn members<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        let body = &self.description["requestBody"]["content"]["application/json"]["schema"];
        let schema = document.pointer(body["$ref"].as_str()?.trim_start_matches('#'))?;
        Some(&schema["properties"])
    }

    /// The members of its body that are ids.
    pub(crate) fn ids_in_body(&self, document: &Value) -> Vec<String> {
        let members = self.members(document).and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema["format"] == "uuid")
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The path of a call, and every other name that the operation has.
    pub(crate) fn addresses(&self, call: &Call) -> Vec<String> {
        const TENANTS: &str = "/api/v1/admin/tenants";
        let path = self.filled(call);
        let older = ["/api/admin/tenants", "/api/tenants"].map(|prefix| {
            let rest = path.strip_prefix(TENANTS)?;
            Some(format!("{prefix}{rest}"))
        });
        let older: Vec<String> = older.into_iter().flatten().collect();
        [vec![path], older].concat()
    }

    fn filled(&self, call: &Call) -> String {
        let mut parts = call.path.iter();
        let filled: Vec<&str> = self
            .path
            .split('/')
            .map(|part| {
                if part.starts_with('{') {
                    parts.next().unwrap().as_str()
                } else {
                    part
                }
            })
            .collect();
        filled.join("/")
    }

    /// The call, sent by nobody so far.
    pub(crate) fn ask(&self, host: &str, call: &Call) -> Ask {
        self.ask_at(host, &self.filled(call), call)
    }

    /// The same at one of its addresses.
    pub(crate) fn ask_at(&self, host: &str, path: &str, call: &Call) -> Ask {
        let ask = Ask::new(self.method.clone(), host, path);
        match (&call.file, call.body()) {
            (Some((kind, file)), _) => ask.body(kind, file.clone()),
            (None, Some(body)) => ask.json(&body),
            (None, None) => ask,
        }
    }
}
