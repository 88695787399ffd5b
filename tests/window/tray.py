"""The part of a desktop that shows trays, for the tests: one line of JSON for each thing that is seen.

`{"menu": [labels]}` whenever the menu of the first program that came says something else. A label as a
line on the input presses that entry.
"""

import json
import os

from gi.repository import Gio, GLib

WATCHER = """<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/>
</interface></node>"""
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"


def say(**what):
    print(json.dumps(what, ensure_ascii=False), flush=True)


class Tray:
    def __init__(self, bus):
        self.bus, self.item, self.entries, self.typed = bus, None, {}, b""
        interface = Gio.DBusNodeInfo.new_for_xml(WATCHER).interfaces[0]
        bus.register_object("/StatusNotifierWatcher", interface, self.called, self.property, None)
        bus.signal_subscribe(None, MENU, None, None, None, Gio.DBusSignalFlags.NONE, self.look)
        Gio.bus_own_name_on_connection(bus, "org.kde.StatusNotifierWatcher", 0, lambda *_: say(ready=True), None)
        GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.IO_IN | GLib.IO_HUP, self.told)

    def property(self, bus, sender, path, interface, name):
        items = [self.item[0] + self.item[1]] if self.item else []
        return {
            "RegisteredStatusNotifierItems": GLib.Variant("as", items),
            "IsStatusNotifierHostRegistered": GLib.Variant("b", True),
            "ProtocolVersion": GLib.Variant("i", 0),
        }[name]

    def called(self, bus, sender, path, interface, method, arguments, invocation):
        invocation.return_value(None)
        given = arguments.unpack()[0]
        if method == "RegisterStatusNotifierItem" and self.item is None:
            # A path on the caller's own connection, or the name of another one.
            self.item = (sender, given) if given.startswith("/") else (given, "/StatusNotifierItem")
            self.ask(*self.item, "org.freedesktop.DBus.Properties", "GetAll", GLib.Variant("(s)", (ITEM,)), self.came)

    def ask(self, name, path, interface, method, arguments, then):
        def answered(bus, result):
            try:
                then(bus.call_finish(result).unpack())
            except GLib.Error as problem:
                say(problem=problem.message)

        self.bus.call(name, path, interface, method, arguments, None, 0, 10_000, None, answered)

    def came(self, answer):
        properties = answer[0]
        self.menu = properties["Menu"]
        say(title=properties.get("Title"), status=properties.get("Status"))
        self.look()

    def look(self, *_):
        if self.item is not None and hasattr(self, "menu"):
            self.layout(self.seen)

    def layout(self, then):
        self.ask(self.item[0], self.menu, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])), then)

    def seen(self, layout):
        _, _, children = layout[1]
        entries = {properties.get("label", ""): number for number, properties, _ in children}
        if entries != self.entries:
            self.entries = entries
            say(menu=list(entries))

    def told(self, channel, condition):
        come = os.read(0, 65536)
        if not come:
            loop.quit()
            return False
        *lines, self.typed = (self.typed + come).split(b"\n")
        for line in lines:
            self.press(line.decode())
        return True

    def press(self, label):
        """Presses it in the menu as it is now: an entry's number goes with the menu that it was read from."""

        def found(layout):
            self.seen(layout)
            if label not in self.entries:
                say(problem=f"no entry is called {label}")
                return
            pressed = GLib.Variant("(isvu)", (self.entries[label], "clicked", GLib.Variant("i", 0), 0))
            self.ask(self.item[0], self.menu, MENU, "Event", pressed, lambda _: say(pressed=label))

        self.layout(found)


loop = GLib.MainLoop()
tray = Tray(Gio.bus_get_sync(Gio.BusType.SESSION))
loop.run()
