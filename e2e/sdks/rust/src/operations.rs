//! Macros that call the operations of the SDK.

use crate::json::{json, Value};
use aws_sdk_appmesh::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_appmesh::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// Returns an error that the SDK found without a response.
pub fn local(detail: impl std::fmt::Debug) -> Value {
    json!({ "kind": "local", "detail": format!("{detail:?}") })
}

/// Returns the error of a response; kind returns the exception that it is an instance of.
pub fn failure<E>(error: SdkError<E, HttpResponse>, kind: fn(aws_sdk_appmesh::Error) -> &'static str) -> Value
where
    E: ProvideErrorMetadata + std::fmt::Debug,
    aws_sdk_appmesh::Error: From<SdkError<E, HttpResponse>>,
{
    let Some(status) = error.raw_response().map(|response| response.status().as_u16()) else {
        return local(error);
    };
    json!({
        "status": status,
        "code": error.code().unwrap_or_default(),
        "message": error.message().unwrap_or_default(),
        "requestId": error.request_id().unwrap_or_default(),
        "kind": kind(error.into()),
    })
}

#[macro_export]
macro_rules! errors {
    ($($name:ident),*) => {
        fn kind(error: aws_sdk_appmesh::Error) -> &'static str {
            match error {
                $(aws_sdk_appmesh::Error::$name(_) => stringify!($name),)*
                _ => "",
            }
        }
    };
}

/// Defines call, which calls an operation and returns its output or, for a page size, its pages.
#[macro_export]
macro_rules! operations {
    ($($send:ident $name:ident $method:ident { $($setter:ident $member:literal),* }
        $output:ident { $($field:ident $out_member:literal),* })*) => {
        pub async fn call(
            client: &aws_sdk_appmesh::Client,
            operation: &str,
            input: &Value,
            page_size: Option<i32>,
        ) -> Result<Value, Value> {
            use $crate::operations::{failure, local};
            match operation {
                $(stringify!($name) => {
                    check_members(input, &[$($member),*]).map_err(local)?;
                    let request = client.$method()$(.$setter(member(input, $member).map_err(local)?))*;
                    #[allow(unused_variables)] // some outputs are empty
                    let write = |output: aws_sdk_appmesh::operation::$method::$output| {
                        object([$(($out_member, output.$field.write())),*])
                    };
                    let fail = |error| failure(error, kind);
                    $crate::$send!(request, write, fail, page_size)
                })*
                _ => Err(local(format!("unknown operation {operation}"))),
            }
        }
    };
}

/// Sends the request of an operation that has no pages.
#[macro_export]
macro_rules! call {
    ($request:ident, $write:ident, $fail:ident, $page_size:ident) => {
        $request.send().await.map($write).map_err($fail)
    };
}

/// Sends the request of an operation that has pages.
#[macro_export]
macro_rules! list {
    ($request:ident, $write:ident, $fail:ident, $page_size:ident) => {
        match $page_size {
            None => $request.send().await.map($write).map_err($fail),
            Some(size) => {
                let mut pages = vec![];
                let mut stream = $request.into_paginator().page_size(size).send();
                while let Some(page) = stream.next().await {
                    pages.push($write(page.map_err($fail)?));
                }
                Ok(pages.into())
            }
        }
    };
}
