"""All routes, made at once. Litestar 2.25 registers them one by one, looks through all of them for each, and gives each
path an OPTIONS handler of its own: a third of the start, and a quarter of what the routes take of the memory."""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, TypeVar

from litestar import Litestar, Request, Response, Router
from litestar.enums import HttpMethod
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import HTTPRouteHandler
from litestar.plugins import PluginProtocol
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ControllerRouterHandler
from litestar.typing import FieldDefinition

Owned = TypeVar("Owned", HTTPRouteHandler, Router)


@HTTPRouteHandler("/", http_method=[HttpMethod.OPTIONS], status_code=204, sync_to_thread=False)
def allowed(request: Request[Any, Any, Any]) -> Response[None]:
    """What can be asked of this address."""
    asked = request.scope["path_template"]
    methods = {method for route in request.app.routes if route.path_format == asked for method in route.methods}
    return Response(None, status_code=204, headers={"Allow": ", ".join(sorted(methods))})


class Routes(Router):
    """One router for all, with one handler of OPTIONS for every path."""

    def __init__(self, handlers: Sequence[ControllerRouterHandler]) -> None:
        super().__init__("/", route_handlers=())
        by_path: dict[str, list[HTTPRouteHandler]] = {}
        for path, handler in _each(handlers, self):
            by_path.setdefault(path, []).append(handler)
        options = _of(self, allowed)
        self.routes = [HTTPRoute(path=path, route_handlers=[*found, options]) for path, found in by_path.items()]


def _each(handlers: Sequence[ControllerRouterHandler], owner: Router) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Every handler by its path, those of routers with what these give them. Copies: the same handlers serve other
    applications too."""
    for handler in handlers:
        if isinstance(handler, Router):
            router = _of(owner, handler)
            for route in handler.routes:
                yield from ((route.path, _of(router, one)) for one in _handlers(route) if not _is_options(one))
        elif isinstance(handler, HTTPRouteHandler):
            made = _of(owner, handler)
            yield from ((path, made) for path in made.paths)
        else:
            raise ImproperlyConfiguredException(f"{handler!r} is no handler of HTTP requests")


def _of(owner: Router, thing: Owned) -> Owned:
    made = copy(thing)
    made.owner = owner
    return made


def _is_options(handler: HTTPRouteHandler) -> bool:
    return handler.http_methods == {HttpMethod.OPTIONS}


class Application(Litestar):
    """Without what Litestar 2.25 loads for handlers that take models of pydantic: none does, and that would be a tenth
    of the start and of the memory."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return plugins

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]
        if not isinstance(value, Routes):
            raise ImproperlyConfiguredException("an application's routes are made at once")
        value.owner = self
        routes = [route for route in value.routes if isinstance(route, HTTPRoute)]
        self.routes += routes
        handlers = {id(handler): handler for route in routes for handler in _handlers(route)}
        known: dict[object, FieldDefinition] = {}
        for handler in handlers.values():
            _share(handler, known)
            handler.on_registration(self)
        for route in routes:
            _complete(route)
        self.asgi_router.construct_routing_trie()


def _handlers(route: BaseRoute) -> list[HTTPRouteHandler]:
    return route.route_handlers if isinstance(route, HTTPRoute) else []


def _share(handler: HTTPRouteHandler, known: dict[object, FieldDefinition]) -> None:
    """What is known of a parameter that many handlers have is kept once: it is most of what they hold."""
    parameters = handler.parsed_fn_signature.parameters
    for name, field in parameters.items():
        parameters[name] = known.setdefault((name, field.raw, repr(field.default)), field)


def _complete(route: HTTPRoute) -> None:
    """Dependencies are found one after the other: hardly any waits, and a task for each costs more than all of them."""
    route.create_handler_map()
    for _handler, model in route.route_handler_map.values():
        found = [one for batch in model.dependency_batches for one in sorted(batch, key=lambda one: one.key)]
        model.dependency_batches = [{one} for one in found]
