//! Makes the calls that it reads, one JSON document on a line, with the SDK for Rust; see
//! driver_test.go.

mod json;
mod operations;
mod types;

use std::collections::HashMap;
use std::io::BufRead;
use std::time::Duration;

use aws_sdk_appmesh::config::retry::RetryConfig;
use aws_sdk_appmesh::config::{BehaviorVersion, Builder, Credentials, Region};
use aws_sdk_appmesh::Client;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use serde_json::{json, Value};

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut clients: HashMap<String, Client> = HashMap::new();
    let mut calls = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let settings = ["url", "caFile", "keyId", "secret", "attempts"].map(|name| &request[name]);
        let client = clients.entry(json!(settings).to_string()).or_insert_with(|| client(&request)).clone();
        calls.push(runtime.spawn(respond(client, request)));
    }
    for call in calls {
        runtime.block_on(call).expect("a call that does not panic");
    }
}

fn client(request: &Value) -> Client {
    let text = |name: &str| request[name].as_str().unwrap_or_default().to_string();
    let mut trusted = TrustStore::empty();
    if !text("caFile").is_empty() {
        trusted.add_pem_certificate(std::fs::read(text("caFile")).expect("the CA file"));
    }
    let tls = TlsContext::builder().with_trust_store(trusted).build().expect("certificates");
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(tls)
        .build_https();
    let retries = RetryConfig::standard()
        .with_max_attempts(request["attempts"].as_u64().unwrap_or(1) as u32)
        .with_initial_backoff(Duration::from_millis(20));
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(text("url"))
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(text("keyId"), text("secret"), None, None, "test"))
        .retry_config(retries)
        .http_client(http);
    Client::from_conf(config.build())
}

async fn respond(client: Client, request: Value) {
    let operation = request["operation"].as_str().unwrap_or_default();
    let page_size = request["pageSize"].as_i64().map(|size| size as i32);
    let mut response = match types::call(&client, operation, &request["input"], page_size).await {
        Ok(output) if page_size.is_some() => json!({ "pages": output }),
        Ok(output) => json!({ "output": output }),
        Err(error) => json!({ "error": error }),
    };
    response["id"] = request["id"].clone();
    println!("{response}");
}
