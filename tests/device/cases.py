"""The cases of tests/device/sticks.py: what is plugged, and what must be seen. Each takes the desk with
nothing plugged, and leaves it so."""
import hashlib
import shutil
import subprocess
import time
import unicodedata

from desk import MEDIA, QUIET
from machine import PATIENCE
from stick_images import ARABIC, LARGE, LITTER, NFC, NFD, ROSE

YANKS = 20
SLOW = 768 << 10  # bytes a second: the large pack takes some seconds
STORM = 12
WORN = 'gave an error. It was taken out, or is worn out: try another stick.'


def digest(file):
    """Of a whole image."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def shown(name):
    """As people read it, in whichever form it stands on the stick."""
    return unicodedata.normalize('NFC', name)


def plugged(desk, name, count=1, **how):
    """Plugs that stick and waits until all of it is told; its volumes."""
    desk.machine.plug(name, how.pop('image', desk.sticks.image(name)), **how)
    return desk.settled(count), desk.volumes


def let_go(desk, identity):
    """Unmounted on request, as before it is taken out."""
    desk.send(want=identity, access='none')
    told, _ = desk.wait_for('it is let go', lambda told: 'volumes' in told and all(
        volume['access'] == 'none' and not volume['busy'] for volume in told['volumes']
        if volume['id'] == identity))
    for volume in (told or {}).get('volumes', []):
        desk.expect('let go without trouble', 'trouble' not in volume, volume)
    _, mounts = desk.machine.shell(f'grep {MEDIA} /proc/mounts')
    desk.expect('nothing is mounted any more', not mounts, mounts)


def wished(desk, identity, access):
    """Asks, and waits for the answer: the volume."""
    desk.send(want=identity, access=access)
    desk.wait_for(f'{identity} is {access}', lambda told: 'volumes' in told and any(
        volume['id'] == identity and not volume['busy']
        and (volume['access'] == access or 'trouble' in volume) for volume in told['volumes']))
    return next(volume for volume in desk.volumes if volume['id'] == identity)


def installed_from(desk, name, kind, label, pack, serial, names, **how):
    """The whole way of a good stick, which is read and never written to."""
    before = digest(desk.sticks.image(name))
    took, volumes = plugged(desk, name, **how)
    volume = volumes[0]
    desk.mounted(volume, kind)
    desk.expect('its label', volume['label'] == label, volume['label'])
    found = desk.packs(volume)
    desk.expect('its packs', set(found) == names, volume.get('contents'))
    desk.expect('no litter is named', not set(volume['contents'].get('nearly', [])) & set(LITTER),
                volume['contents'])
    ended = desk.install(found[pack])
    desk.expect('it is installed', 'installed' in ended, ended)
    desk.shows(serial)
    let_go(desk, volume['id'])
    gone = desk.pull(name)
    desk.all_gone()
    desk.expect('nothing was written to the stick', digest(desk.sticks.image(name)) == before)
    return {'told_s': took, 'gone_s': gone}


def before_start(desk):
    """Two sticks that were in before the machine was switched on, one of them in a fast case."""
    desk.settled(2)
    kinds = {volume['file_system']: volume for volume in desk.volumes}
    desk.expect('both are there', set(kinds) == {'exfat', 'vfat'}, desk.volumes)
    for kind, volume in kinds.items():
        desk.mounted(volume, kind)
        desk.expect('its pack', 'smara.kpack' in desk.packs(volume), volume)
    gone = desk.pull('bare_exfat', 'late')
    desk.all_gone()
    return {'gone_s': gone}


def fat32(desk):
    """As Windows and macOS leave it: litter, and names in both of Unicode's forms."""
    names = {'smara.kpack', 'large.kpack', 'kiosk/' + NFC, 'kiosk/' + shown(NFD), ARABIC, ROSE}
    return installed_from(desk, 'fat32', 'vfat', 'WISAL', 'smara.kpack', 2, names)


def exfat(desk):
    """The same of exFAT, with an Arabic label."""
    return installed_from(desk, 'exfat', 'exfat', 'وصال', 'smara.kpack', 3,
                          {'smara.kpack', 'large.kpack', NFC, shown(NFD), ARABIC})


def ext4(desk):
    """The same of ext4, at an old USB 2 port."""
    return installed_from(desk, 'ext4', 'ext4', 'linux', 'kiosk/smara.kpack', 4,
                          {'kiosk/smara.kpack', 'large.kpack'}, bus='old.0')


def no_table(desk):
    """FAT over the whole stick, with no table in front of it."""
    return installed_from(desk, 'bare_fat', 'vfat', 'BARE', 'smara.kpack', 5, {'smara.kpack'})


def two_parts(desk):
    """Two partitions with a pack each: both are told."""
    took, volumes = plugged(desk, 'two', 2)
    desk.expect('one disk\'s parts', {volume['device'][-1] for volume in volumes} == {'1', '2'}, volumes)
    for volume, kind, label, pack in zip(volumes, ('vfat', 'exfat'), ('ONE', 'TWO'),
                                         ('one.kpack', 'two.kpack')):
        desk.mounted(volume, kind)
        desk.expect('its label and pack', volume['label'] == label and set(desk.packs(volume)) == {pack},
                    volume)
    ended = desk.install(desk.packs(volumes[1])['two.kpack'])
    desk.expect('the second\'s is installed', 'installed' in ended, ended)
    desk.shows(6)
    gone = desk.pull('two')
    desk.all_gone()
    return {'told_s': took, 'gone_s': gone}


def refused(desk):
    """What is not read here: each with the program's own sentence, and not mounted."""
    for name, kind, sentence in (
            ('ntfs', 'ntfs', 'is formatted as ntfs, which is not read here. Copy the files to a stick'),
            ('iso', 'iso9660', 'is formatted as iso9660, which is not read here.'),
            ('blank', '', 'is not formatted. Format it as exFAT or FAT32 on a PC.'),
            ('empty_table', '', 'is not formatted. Format it as exFAT or FAT32 on a PC.')):
        _, volumes = plugged(desk, name)
        if volumes:
            desk.refused(volumes[0], kind, sentence)
        desk.pull(name)
        desk.all_gone()
    # Beside a part that is read.
    _, volumes = plugged(desk, 'hybrid', 2)
    desk.mounted(volumes[0], 'exfat')
    desk.refused(volumes[1], 'ntfs', 'is formatted as ntfs, which is not read here.')
    desk.pull('hybrid')
    desk.all_gone()
    return {'refused': 5}


def yanked_at(desk, name, share):
    """Pulls a stick when that share of its pack has been copied; what was said, and how far it was."""
    size = desk.sticks.pack(LARGE).stat().st_size
    _, volumes = plugged(desk, name)
    path = desk.packs(volumes[0])['large.kpack']
    device = desk.device()
    desk.machine.must('echo 3 > /proc/sys/vm/drop_caches')
    desk.machine.slow_down(name, SLOW)
    desk.send(install=path)
    told, _ = desk.wait_for('copying', lambda told: told.get('copying', 0) >= share * size
                            or 'failed' in told or 'installed' in told)
    copied = (told or {}).get('copying', 0)
    desk.expect('it is in the midst of copying', 0 < copied < size, told)
    desk.machine.unplug(name)
    failed, took = None, time.monotonic()
    while failed is None or desk.volumes:
        line = desk.read(60)
        if line is None:
            break
        failed = line if 'failed' in line or 'installed' in line else failed
    took = time.monotonic() - took
    said = (failed or {}).get('failed', '')
    desk.expect('the right sentence', said.startswith(f'{path}: cannot be read: ')
                and said.endswith('. Plug the stick in again, or copy this to it again.')
                and (failed or {}).get('kind') == 6, failed)
    desk.expect('the stick is gone', not desk.volumes, desk.volumes)
    desk.expect('the device is as it was', desk.device() == device)
    desk.machine.forget(name)
    desk.all_gone()
    return copied, took, said[len(path):]


def yanked(desk):
    """Pulled in the midst of copying, again and again; then one stays in, and is installed."""
    reached, times, sentences = [], [], set()
    for turn in range(YANKS):
        name = ('fat32', 'exfat', 'ext4', 'bare_exfat')[turn % 4]
        copied, took, said = yanked_at(desk, name, (turn + 0.2) / (YANKS + 1))
        reached.append(copied)
        times.append(took)
        sentences.add(said)
    installed_from(desk, 'late', 'vfat', 'LATE', 'smara.kpack', 7, {'smara.kpack'})
    return {'yanks': YANKS, 'copied_KiB': [min(reached) // 1024, max(reached) // 1024],
            'gone_s': [round(min(times), 2), round(max(times), 2)], 'sentences': sorted(sentences)}


def sector_of(image, words):
    """Where these bytes stand."""
    at = image.read_bytes().find(words)
    assert at >= 0
    return at // 512


def failing_sector(sector):
    """blkdebug: each read that touches it fails."""
    return {'inject-error': [{'event': 'none', 'iotype': 'read', 'errno': 5, 'sector': sector,
                              'once': False, 'immediately': False}]}


def lies(desk):
    """A stick that does not give back what it was given: at the beginning, in its folder, in the midst
    of the pack; and one that gives back something else."""
    image = desk.sticks.image('late')
    body = desk.sticks.pack(7).read_bytes()
    midst = sector_of(image, body[len(body) // 2 // 512 * 512:][:512])
    device = desk.device()
    _, volumes = plugged(desk, 'late', spoilt=failing_sector(midst))
    ended = desk.install(desk.packs(volumes[0])['smara.kpack'])
    desk.expect('a bad sector in the pack', 'cannot be read: Input/output error. Plug the stick in again'
                in ended.get('failed', '') and ended.get('kind') == 6, ended)
    let_go(desk, volumes[0]['id'])
    desk.pull('late', spoilt=True)
    desk.all_gone()
    folder = sector_of(image, b'SMARA~1 KPA') if b'SMARA~1 KPA' in image.read_bytes() else \
        sector_of(image, b's\0m\0a\0r\0a\0')
    _, volumes = plugged(desk, 'late', spoilt=failing_sector(folder))
    desk.expect('a bad sector in the folder', WORN in volumes[0].get('trouble', '')
                and volumes[0]['access'] == 'none', volumes)
    desk.pull('late', spoilt=True)
    desk.all_gone()
    _, volumes = plugged(desk, 'late', spoilt=failing_sector(2048))
    desk.expect('a bad first sector', WORN in volumes[0].get('trouble', '')
                and volumes[0]['access'] == 'none', volumes)
    desk.pull('late', spoilt=True)
    desk.all_gone()
    forged = desk.folder / 'forged.img'
    shutil.copy(image, forged)
    with open(forged, 'r+b') as file:
        file.seek(midst * 512)
        file.write(b'\xff' * 4096)
    _, volumes = plugged(desk, 'late', image=forged)
    ended = desk.install(desk.packs(volumes[0])['smara.kpack'])
    desk.expect('other bytes than were signed', ended.get('kind') == 4, ended)
    desk.pull('late')
    desk.all_gone()
    desk.expect('the device is as it was', desk.device() == device)
    return {'sentence': ended.get('failed', '').split(': ', 1)[-1]}


def keyboard(desk):
    """What is plugged and is no stick."""
    for driver in ('usb-kbd', 'usb-tablet'):
        desk.machine.qmp('device_add', driver=driver, id='hand', bus='usb.0')
        for _ in range(40):
            if 'usb' in desk.machine.shell('cat /sys/class/input/event*/device/phys')[1]:
                break
            time.sleep(0.25)
        else:
            desk.expect(f'the kernel sees the {driver}', False)
        desk.nothing_told()
        desk.machine.qmp('device_del', id='hand')
        desk.nothing_told()
    desk.all_gone()
    return {'devices': 2}


def written(desk):
    """Made writable, written, made readable and let go: then it is whole for any computer."""
    checks = {'late': ('fsck.vfat', '-n'), 'exfat': ('fsck.exfat', '-n'), 'ext4': ('e2fsck', '-fn')}
    for name, kind in (('late', 'vfat'), ('exfat', 'exfat'), ('ext4', 'ext4')):
        image = desk.folder / f'{name}-written.img'
        shutil.copy(desk.sticks.image(name), image)
        _, volumes = plugged(desk, name, image=image)
        volume = wished(desk, volumes[0]['id'], 'write')
        desk.mounted(volume, kind, writable=True)
        desk.machine.must(f'dd if=/dev/urandom of="{volume["folder"]}/Reçu وصال.csv" bs=64k count=20')
        written_sum = desk.machine.must(f'sha256sum < "{volume["folder"]}/Reçu وصال.csv"')
        volume = wished(desk, volume['id'], 'read')
        desk.mounted(volume, kind)
        desk.expect(f'{kind}: no trouble', 'trouble' not in volume, volume)
        # Said to be safe: so it is, though nobody lets it go.
        desk.pull(name)
        desk.all_gone()
        _, volumes = plugged(desk, name, image=image)
        _, seen = desk.machine.shell(f'sha256sum < "{volumes[0]["folder"]}/Reçu وصال.csv"')
        desk.expect(f'{kind}: what was written is there', seen == written_sum, seen)
        desk.pull(name)
        part = desk.folder / 'part'
        part.write_bytes(image.read_bytes()[1 << 20:-(1 << 20)])
        ran = subprocess.run([*checks[name], part], capture_output=True, text=True, check=False,
                             env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
        desk.expect(f'{kind}: whole for another computer', ran.returncode == 0, ran.stdout[-400:])
        # Pulled while it is written: it is gone, and comes back.
        _, volumes = plugged(desk, name, image=image)
        volume = wished(desk, volumes[0]['id'], 'write')
        desk.machine.must(f'dd if=/dev/urandom of="{volume["folder"]}/half" bs=64k 2> /dev/null & sleep 1')
        desk.pull(name)
        desk.machine.shell('wait $!')
        desk.all_gone()
        _, volumes = plugged(desk, name, image=image)
        desk.mounted(volumes[0], kind)
        volume = wished(desk, volumes[0]['id'], 'write')
        desk.mounted(volume, kind, writable=True)
        let_go(desk, volume['id'])
        desk.pull(name)
        desk.all_gone()
    return {'file_systems': 3}


def storm(desk):
    """In and out again before anybody could look."""
    for turn in range(STORM):
        name = ('fat32', 'two', 'ext4')[turn % 3]
        desk.machine.plug(name, desk.sticks.image(name))
        desk.read(0.15 * turn)
        desk.machine.unplug(name)
        desk.machine.forget(name)
    for _ in range(60):
        if not desk.machine.shell('ls -d /sys/block/sd*')[1].startswith('/'):
            break
        time.sleep(0.25)
    end = time.monotonic() + PATIENCE
    while (desk.read(QUIET) is not None or desk.volumes) and time.monotonic() < end:
        pass
    desk.expect('all are gone', not desk.volumes, desk.volumes)
    desk.all_gone()
    took, volumes = plugged(desk, 'late')
    desk.mounted(volumes[0], 'vfat')
    desk.pull('late')
    desk.all_gone()
    return {'plugged': STORM, 'told_s': took}


def hub(desk):
    """Four sticks at a hub, two of them twins; pulled with the hub."""
    desk.machine.qmp('device_add', driver='usb-hub', id='hub', bus='usb.0', port='5')
    twin = desk.folder / 'twin.img'
    shutil.copy(desk.sticks.image('ext4'), twin)
    names = {'fat32': 'fat32', 'exfat': 'exfat', 'ext4': 'ext4', 'twin': None}
    for port, name in enumerate(names, 1):
        desk.machine.plug(name, desk.sticks.image(name) if names[name] else twin, port=f'5.{port}')
    took = desk.settled(4)
    for volume in desk.volumes:
        desk.mounted(volume, volume['file_system'])
        desk.expect('its pack', desk.packs(volume), volume)
    desk.machine.qmp('device_del', id='hub')
    _, gone = desk.wait_for('all are gone', lambda told: told.get('volumes') == [])
    for name in names:
        desk.machine.forget(name)
    desk.all_gone()
    return {'told_s': took, 'gone_s': round(gone, 2)}


def card_reader(desk):
    """A reader that stays plugged: its card is taken out, and another one put in."""
    _, volumes = plugged(desk, 'late', removable=True)
    tray = desk.machine.inner_disk('late')
    desk.mounted(volumes[0], 'vfat')
    first = volumes[0]['id']
    desk.machine.qmp('blockdev-open-tray', id=tray, force=True)
    desk.machine.qmp('blockdev-remove-medium', id=tray)
    _, gone = desk.wait_for('the card is gone', lambda told: told.get('volumes') == [])
    _, left = desk.machine.shell(f'grep {MEDIA} /proc/mounts; ls -A {MEDIA}')
    desk.expect('nothing is mounted without a card', not left, left)
    desk.nothing_told()
    desk.machine.qmp('blockdev-insert-medium', id=tray, **{'node-name': 'late'})
    desk.machine.qmp('blockdev-close-tray', id=tray)
    took = desk.settled(1)
    if desk.volumes:
        desk.mounted(desk.volumes[0], 'vfat')
        desk.expect('it is another plugging-in', desk.volumes[0]['id'] != first, first)
    desk.pull('late')
    desk.all_gone()
    return {'told_s': took, 'gone_s': round(gone, 2)}


def killed(desk):
    """The program is killed with a stick mounted; its next start cleans up and mounts it anew."""
    plugged(desk, 'late')
    desk.machine.shell('kill -9 $(cat /run/watch.pid); wait $(cat /run/watch.pid)')
    _, left = desk.machine.shell(f'grep -c {MEDIA} /proc/mounts')
    desk.expect('the kill left a mount', left == '1', left)
    desk.watch()
    desk.settled(1)
    desk.mounted(desk.volumes[0], 'vfat')
    desk.pull('late')
    desk.all_gone()
    return {}


CASES = [before_start, fat32, exfat, ext4, no_table, two_parts, refused, keyboard, yanked, lies, written,
         storm, hub, card_reader, killed]
