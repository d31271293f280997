#!/usr/bin/env python3
"""Replay the corpus like replay.py, but allow for implicit virtual services.

    corpus.py SHARED_DIR --model ... --endpoint URL --strict ... SHARED_DIR/corpus

All arguments but the first are those of SHARED_DIR/replay.py, which expects that a new resource
has version 1. The real service returned version 2 for a virtual service that was a backend of a
virtual node before it was created (rule 8, recorded). Here the versions of exactly these services
start at 2. Everything else is compared as by replay.py.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.abspath(sys.argv.pop(1)))
import replay  # noqa: E402  it is in SHARED_DIR


class Replay(replay.Replay):
    def run(self, scenario):
        self.implicit = set()  # backends that do not exist yet: (mesh, service)
        self.late = set()      # services that were backends before they were created
        self.existing = set()  # all services that exist
        return super().run(scenario)

    def look(self, op, kind, inp, out, ver, where, status='ACTIVE'):
        verb, _ = replay.split_op(op)
        if kind == 'VirtualService':
            service = (inp['meshName'], inp['virtualServiceName'])
            if verb == 'Create':
                self.existing.add(service)
                if service in self.implicit:
                    self.implicit.remove(service)
                    self.late.add(service)
            elif verb == 'Delete':
                self.existing.discard(service)
                self.late.discard(service)
            if service in self.late and ver is not None:
                ver += 1
        elif kind == 'VirtualNode' and verb in ('Create', 'Update'):
            for backend in inp.get('spec', {}).get('backends', ()):
                service = (inp['meshName'], backend['virtualService']['virtualServiceName'])
                if service not in self.existing:
                    self.implicit.add(service)
        elif kind == 'Mesh' and verb == 'Delete':
            self.implicit = {s for s in self.implicit if s[0] != inp['meshName']}
        return super().look(op, kind, inp, out, ver, where, status)


replay.Replay = Replay
if __name__ == '__main__':
    replay.main()
