"""Another program's window, for the tests: it takes files that are let go of over it, and says which."""

import json

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk

window = Gtk.Window(title="Catch")
window.move(900, 0)
window.set_default_size(300, 600)
window.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
window.drag_dest_add_uri_targets()
say = lambda **what: print(json.dumps(what), flush=True)
window.connect("drag-motion", lambda *_: say(over=True) or False)
window.connect("drag-data-received", lambda w, c, x, y, data, *_: say(uris=data.get_uris()))
window.connect("map-event", lambda *_: say(ready=True))
window.show_all()
Gtk.main()
