//! The JSON API, sign-in, health, OpenAPI and the guard before every route.
