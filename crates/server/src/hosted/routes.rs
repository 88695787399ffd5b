//! Every address of `/api/v1`, one entry each: who may use it, how much is read, who answers, what
//! goes in and out. The router, `openapi.json` and the test that tries them all are made of it.
//!
//! Invariant: there is no other way in. An address that is not in this table does not exist; one
//! that is has said whom it hears.

use super::api::{self, PULL_BYTES, PUSH_BYTES, SMALL, Shared};
use super::{admin, bytes, exchange, live, openapi, operations, post as letters, second, wipes};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{MethodRouter, delete, get, post, put};
use netra_sync::account::{
    API, Accept, Confirm, Devices, Forgot, Hello, Invite, Invited, NewFactor, Proof, RecoveryCodes,
    Renew, SecondFactor, SignIn, SignedIn, Tokens, Wiped,
};
use netra_sync::content::{CHUNK, Standing};
use netra_sync::wire::{Pull, PullReply, Push, PushReply};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use std::sync::Arc;

/// Whom an address hears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    /// Everybody: what is asked proves itself (a password, a one-time code, a renewal token), or is
    /// no secret.
    Anybody,
    /// Whoever has the code to attach a workspace, as the token; the address looks at it itself.
    AttachCode,
    /// A person who is signed in.
    Member,
    /// The same, on a device that the sign-in owns and names.
    Device,
    /// Whoever administers the server, by a token of theirs.
    Administrator,
}

#[cfg(test)]
impl Access {
    /// Whether the token of a sign-in is asked for before anything else.
    pub(super) fn wants_sign_in(self) -> bool {
        matches!(self, Member | Device)
    }
}

/// What goes in or comes out.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Nothing,
    Json(fn(&mut SchemaGenerator) -> Value),
    Bytes,
    Events,
    /// What the command says whose name is in the path.
    Command,
    /// What the question says whose name is in the path.
    Query,
}

const fn of<T: JsonSchema>() -> Shape {
    Shape::Json(|generator| generator.subschema_for::<T>().into())
}

const NO_MORE: Shape = Shape::Json(|_| json!({"type": "object", "additionalProperties": false}));
const ANYTHING: Shape = Shape::Json(|_| json!({"type": "object"}));

/// Something beside the body.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub name: &'static str,
    /// `query` or `header`.
    pub place: &'static str,
    pub is_needed: bool,
    pub says: &'static str,
    pub schema: fn() -> Value,
}

const NUMBER: fn() -> Value = || json!({"type": "integer", "minimum": 0});
const SIZE: Parameter = Parameter {
    name: "size",
    place: "query",
    is_needed: true,
    says: "Bytes of the whole file.",
    schema: NUMBER,
};
const FROM: Parameter = Parameter {
    name: "from",
    place: "query",
    is_needed: false,
    says: "The first byte, counted from 0.",
    schema: NUMBER,
};
const TRANSFER_KEY: Parameter = Parameter {
    name: "netra-transfer-key",
    place: "header",
    is_needed: true,
    says: "What the upload's key is wrapped with.",
    schema: || json!({"type": "string"}),
};
const IDEMPOTENCY_KEY: Parameter = Parameter {
    name: "Idempotency-Key",
    place: "header",
    is_needed: false,
    says: "The command's id, a UUID of the caller's own. Given again, the same command is not \
           applied again: the answer is the first one's.",
    schema: || json!({"type": "string", "format": "uuid"}),
};
/// Every address takes it.
pub(super) const LANGUAGE: Parameter = Parameter {
    name: "Accept-Language",
    place: "header",
    is_needed: false,
    says: "The language of labels and of refusals' sentences: en or hi.",
    schema: || json!({"type": "string", "examples": ["hi"]}),
};

type Handler = fn() -> MethodRouter<Arc<Shared>>;

/// One address.
pub(super) struct Endpoint {
    pub method: &'static str,
    /// After `/api/v1`.
    pub path: &'static str,
    pub access: Access,
    pub says: &'static str,
    pub takes: Shape,
    pub gives: Shape,
    pub also: &'static [Parameter],
    most_bytes: usize,
    handler: Handler,
}

/// `METHOD /path`, whom it hears, what it is for, what goes in and out, who answers.
const fn at(
    what: (&'static str, &'static str),
    access: Access,
    says: &'static str,
    (takes, gives): (Shape, Shape),
    handler: Handler,
) -> Endpoint {
    let (method, path) = what;
    Endpoint { method, path, access, says, takes, gives, also: &[], most_bytes: SMALL, handler }
}

impl Endpoint {
    const fn most(self, most_bytes: usize) -> Endpoint {
        Endpoint { most_bytes, ..self }
    }
    const fn also(self, also: &'static [Parameter]) -> Endpoint {
        Endpoint { also, ..self }
    }
}

use Access::{Administrator, Anybody, AttachCode, Device, Member};
use Shape::Nothing;

pub(super) const ENDPOINTS: &[Endpoint] = &[
    at(
        ("GET", "/hello"),
        Anybody,
        "What both sides must know before they speak",
        (Nothing, of::<Hello>()),
        || get(api::hello),
    ),
    at(("GET", "/openapi.json"), Anybody, "This description", (Nothing, ANYTHING), || {
        get(openapi::answer)
    }),
    // accounts
    at(
        ("POST", "/accept"),
        Anybody,
        "Set a password by a one-time code",
        (of::<Accept>(), NO_MORE),
        || post(api::accept),
    ),
    at(
        ("POST", "/sign-in"),
        Anybody,
        "Sign a device in",
        (of::<SignIn>(), of::<SignedIn>()),
        || post(api::sign_in),
    ),
    at(
        ("POST", "/forgot"),
        Anybody,
        "Ask for a letter with a code for a new password; the answer is the same for everybody",
        (of::<Forgot>(), NO_MORE),
        || post(letters::forgot),
    ),
    at(
        ("POST", "/renew"),
        Anybody,
        "Exchange a renewal token for new tokens",
        (of::<Renew>(), of::<Tokens>()),
        || post(api::renew),
    ),
    at(("POST", "/sign-out"), Member, "End this sign-in", (Nothing, NO_MORE), || {
        post(api::sign_out)
    }),
    at(
        ("GET", "/devices"),
        Member,
        "The sign-ins: one's own, or everybody's for whoever manages people",
        (Nothing, of::<Devices>()),
        || get(api::devices),
    ),
    at(("DELETE", "/devices/{id}"), Member, "End a sign-in", (Nothing, NO_MORE), || {
        delete(api::revoke)
    }),
    at(
        ("POST", "/invitations"),
        Member,
        "A one-time code by which a person sets a password",
        (of::<Invite>(), of::<Invited>()),
        || post(api::invite),
    ),
    at(
        ("POST", "/invitations/mail"),
        Member,
        "The same code, which the server sends to that person",
        (of::<Invite>(), NO_MORE),
        || post(letters::invite),
    ),
    at(
        ("POST", "/devices/{id}/wipe"),
        Member,
        "End a sign-in, and have its device remove its copy when it comes next",
        (Nothing, NO_MORE),
        || post(wipes::wipe),
    ),
    at(
        ("POST", "/wiped"),
        Anybody,
        "A device says that its copy is gone, by the key of the order",
        (of::<Wiped>(), NO_MORE),
        || post(wipes::wiped),
    ),
    at(
        ("GET", "/second-factor"),
        Member,
        "How one's own second factor stands",
        (Nothing, of::<SecondFactor>()),
        || get(second::standing),
    ),
    at(
        ("POST", "/second-factor"),
        Member,
        "Begin one: the secret for the program that makes codes",
        (of::<Proof>(), of::<NewFactor>()),
        || post(second::begin),
    ),
    at(
        ("POST", "/second-factor/confirm"),
        Member,
        "Turn it on by a first code; the codes to recover with",
        (of::<Confirm>(), of::<RecoveryCodes>()),
        || post(second::confirm),
    ),
    at(
        ("POST", "/second-factor/recovery-codes"),
        Member,
        "Other codes to recover with",
        (of::<Proof>(), of::<RecoveryCodes>()),
        || post(second::renew_codes),
    ),
    at(("POST", "/second-factor/off"), Member, "Turn it off", (of::<Proof>(), NO_MORE), || {
        post(second::end)
    }),
    // everything that can be run and asked
    at(
        ("POST", "/commands/{name}"),
        Member,
        "Run a command",
        (Shape::Command, Shape::Command),
        || post(operations::command),
    )
    .most(operations::ARGS_BYTES)
    .also(&[IDEMPOTENCY_KEY]),
    at(("POST", "/queries/{name}"), Member, "Ask a question", (Shape::Query, Shape::Query), || {
        post(operations::query)
    })
    .most(operations::ARGS_BYTES),
    // what devices sync
    at(
        ("POST", "/push"),
        Device,
        "Hand commands in, in order",
        (of::<Push>(), of::<PushReply>()),
        || post(exchange::push),
    )
    .most(PUSH_BYTES),
    at(
        ("POST", "/pull"),
        Device,
        "Fetch the rows that are new",
        (of::<Pull>(), of::<PullReply>()),
        || post(exchange::pull),
    )
    .most(PULL_BYTES),
    at(
        ("GET", "/live"),
        Device,
        "Hints that there is something new, as server-sent events",
        (Nothing, Shape::Events),
        || get(live::live),
    ),
    at(
        ("GET", "/content/{sha256}"),
        Member,
        "How far this person's upload of a file is",
        (Nothing, of::<Standing>()),
        || get(bytes::standing),
    )
    .also(&[SIZE]),
    at(
        ("PUT", "/content/{sha256}"),
        Member,
        "The next chunk of a file, 1 MB at most",
        (Shape::Bytes, of::<Standing>()),
        || put(bytes::put),
    )
    .most(CHUNK)
    .also(&[SIZE, FROM]),
    at(
        ("GET", "/files/{id}"),
        Member,
        "The bytes of a file, 1 MB at most",
        (Nothing, Shape::Bytes),
        || get(bytes::bytes),
    )
    .also(&[FROM]),
    // a workspace that was stand-alone
    at(
        ("GET", "/attach/{workspace}"),
        AttachCode,
        "Whether an upload would be taken",
        (Nothing, NO_MORE),
        || get(api::may_attach),
    ),
    at(
        ("POST", "/attach/{workspace}"),
        AttachCode,
        "Upload a workspace",
        (Shape::Bytes, of::<Invited>()),
        || post(api::attach),
    )
    .also(&[TRANSFER_KEY]),
    // whoever runs the server
    at(
        ("GET", "/workspaces"),
        Administrator,
        "The workspaces",
        (Nothing, of::<admin::Workspaces>()),
        || get(admin::list),
    ),
    at(
        ("POST", "/workspaces"),
        Administrator,
        "Make a workspace, or keep a name for one; the code is for its owner, or to attach it",
        (of::<admin::Make>(), of::<Invited>()),
        || post(admin::make),
    ),
    at(
        ("POST", "/workspaces/{workspace}/suspend"),
        Administrator,
        "Hear nobody in it until further notice",
        (Nothing, NO_MORE),
        || post(admin::suspend),
    ),
    at(
        ("POST", "/workspaces/{workspace}/resume"),
        Administrator,
        "Hear its people again",
        (Nothing, NO_MORE),
        || post(admin::resume),
    ),
    at(
        ("POST", "/workspaces/{workspace}/invitations"),
        Administrator,
        "A one-time code by which somebody in it sets a password",
        (of::<admin::Whom>(), of::<Invited>()),
        || post(admin::invite),
    ),
    at(
        ("POST", "/workspaces/{workspace}/backup"),
        Administrator,
        "Back it up now, and prove the backup by restoring it",
        (Nothing, of::<admin::BackedUp>()),
        || post(admin::back_up),
    ),
];

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let limit = DefaultBodyLimit::max;
    let mut known: Router<Arc<Shared>> = Router::new();
    let mut open: Router<Arc<Shared>> = Router::new();
    let mut administered: Router<Arc<Shared>> = Router::new();
    for e in ENDPOINTS {
        let handler = (e.handler)().layer(limit(e.most_bytes));
        match e.access {
            Member | Device => known = known.route(e.path, handler),
            Administrator => administered = administered.route(e.path, handler),
            Anybody | AttachCode => open = open.route(e.path, handler),
        }
    }
    let known = known.route_layer(middleware::from_fn_with_state(Arc::clone(&shared), api::guard));
    let administered =
        administered.route_layer(middleware::from_fn_with_state(Arc::clone(&shared), admin::guard));
    Router::new()
        .nest(API, known.merge(administered).merge(open))
        .route("/healthz", get(api::health))
        .route("/metrics", get(api::metrics))
        .fallback(api::nowhere)
        .method_not_allowed_fallback(api::nowhere)
        .layer(limit(SMALL))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), api::frame))
        .with_state(shared)
}
