"""What is measured: the kiosk, and the pages in Debian's Chromium, each with its best switches."""
import json
import pathlib

WIDTH, HEIGHT = 1920, 1080
CHROMIUM = '/usr/lib/chromium/chromium'  # without the shell script before it, which would only cost it time

# A kiosk's: nothing that asks a network, no dialogues, no second profile of extensions.
SWITCHES = [
    '--kiosk', f'--window-size={WIDTH},{HEIGHT}', '--window-position=0,0', '--no-first-run', '--noerrdialogs',
    '--no-default-browser-check', '--disable-component-update', '--disable-background-networking', '--disable-sync',
    '--disable-extensions', '--disable-breakpad', '--disable-default-apps', '--disable-session-crashed-bubble',
    '--disable-features=Translate,MediaRouter,OptimizationHints', '--password-store=basic', '--disable-pinch',
    '--overscroll-history-navigation=0', '--allow-file-access-from-files', '--ozone-platform=x11']
# Drawn by the processor without a detour by a graphics library.
BY_CANVAS = ['--disable-gpu']
# WebGL needs one: Mesa's llvmpipe, which was tried beside the SwiftShader that Chromium brings and drew
# several times as many frames.
BY_WEBGL = ['--use-angle=gl', '--ignore-gpu-blocklist']
# As few processes and as small caches as Chromium offers; not --single-process, which it calls unsupported.
LOW_MEMORY = ['--renderer-process-limit=1', '--in-process-gpu', '--no-zygote', '--enable-low-end-device-mode',
              '--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess,Translate,'
              'MediaRouter,OptimizationHints', '--disable-site-isolation-trials', '--js-flags=--optimize-for-size']


class Kiosk:
    """As its package installs it, unpacked."""
    name = 'kiosk'
    measures = ('cold', 'start', 'rest', 'reading', 'attract', 'memory', 'tap', 'next', 'drag', 'frames')

    def __init__(self, unpacked, folder):
        self.program = pathlib.Path(unpacked) / 'usr/bin/kiosk'
        self.folder = pathlib.Path(folder)

    def command(self, attract_after):
        settings = self.folder / 'settings.json'
        settings.write_text(json.dumps({'idle': {'warn_after_s': 3600, 'attract_after_s': int(attract_after)}}))
        # The rasteriser is what a machine without a graphics processor is best served by. A window as large
        # as the screen: there is no window manager, for whose consent to fullscreen SDL would wait in vain.
        return [self.program, '--config', settings, '--lang', 'fr', '--renderer', 'raster',
                '--size', f'{WIDTH}x{HEIGHT}']

    def versions(self):
        return {}


class Page:
    """A page in Chromium, with a profile of its own that has seen it before."""

    def __init__(self, name, pages, folder, page, query='', switches=(), measures=Kiosk.measures, as_root=True):
        self.name = name
        self.measures = measures
        self.page, self.query = pathlib.Path(pages) / f'{page}.html', query
        self.profile = pathlib.Path(folder) / f'profile-{name}'
        self.switches = [*SWITCHES, *switches, *(['--no-sandbox'] if as_root else [])]

    def command(self, attract_after):
        return [CHROMIUM, *self.switches, f'--user-data-dir={self.profile}',
                f'{self.page.as_uri()}?attract_after={int(attract_after)}{self.query}']


def all_programs(unpacked, pages, folder, as_root):
    """In the order in which each round takes them."""
    some = ('cold', 'start', 'memory')
    return [
        Kiosk(unpacked, folder),
        Page('d3', pages, folder, 'd3', switches=BY_CANVAS, as_root=as_root),
        Page('maplibre', pages, folder, 'maplibre', switches=BY_WEBGL, as_root=as_root),
        Page('d3-low-memory', pages, folder, 'd3', switches=[*BY_CANVAS, *LOW_MEMORY], measures=some, as_root=as_root),
        Page('d3-sharp', pages, folder, 'd3', query='&draw=sharp', switches=BY_CANVAS, measures=('drag', 'frames'),
             as_root=as_root),
    ]
