//! Checks a value against a schema of the document: as much of JSON Schema as the document uses.

use serde_json::{Map, Value};

/// What is wrong with the value, by its path; nothing if it is as documented.
pub(crate) fn violations(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Checker { document }.check(schema, value, "$", &mut found);
    found
}

struct Checker<'a> {
    document: &'a Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
            let choices = choices.as_array().unwrap();
            let fits = choices.iter().any(|choice| {
                let mut wrong = Vec::new();
                self.check(choice, value, at, &mut wrong);
                wrong.is_empty()
            });
            if !fits {
                found.push(format!("{at} is none of the documented forms: {value}"));
            }
            return;
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array)
            && !words.contains(value)
        {
            found.push(format!("{at} is {value}, none of {words:?}"));
        }
        if !has_type(&schema["type"], value) {
            found.push(format!("{at} is {value}, not {}", schema["type"]));
            return;
        }
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(&schema["items"], item, &format!("{at}[{index}]"), found);
                }
            }
            Value::Object(members) => self.check_members(schema, members, at, found),
            _ => {}
        }
    }

    fn check_members(
        &self,
        schema: &Value,
        members: &Map<String, Value>,
        at: &str,
        found: &mut Vec<String>,
    ) {
        let (properties, required) = self.members(schema);
        for name in required.iter().filter(|name| !members.contains_key(*name)) {
            found.push(format!("{at}.{name} is documented as required and missing"));
        }
        for (name, member) in members {
            let at = format!("{at}.{name}");
            let others = schema.get("additionalProperties");
            match properties.get(name).or(others) {
                Some(schema) => self.check(schema, member, &at, found),
                None if properties.is_empty() => {}
                None => found.push(format!("{at} is not documented")),
            }
        }
    }

    /// Properties and required names, those of `allOf` included.
    fn members(&self, schema: &Value) -> (Map<String, Value>, Vec<String>) {
        let schema = self.resolve(schema);
        let mut properties = schema["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let names = schema["required"].as_array().cloned().unwrap_or_default();
        let mut required: Vec<String> = names
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (more, names) = self.members(part);
            properties.extend(more);
            required.extend(names);
        }
        (properties, required)
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str() {
            Some(path) => self
                .document
                .pointer(path.trim_start_matches('#'))
                .unwrap_or_else(|| panic!("{path}")),
            None => schema,
        }
    }
}

fn has_type(types: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    };
    match types {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    }
}
