#!/usr/bin/env python3
"""Replay the corpus as replay.py does, knowing of implicit virtual services.

    corpus.py SHARED_DIR --model ... --endpoint URL --strict ... SHARED_DIR/corpus

All arguments but the first are those of SHARED_DIR/replay.py. It expects version 1 of every
resource that was just made. The real service answered version 2 for a virtual service that a
virtual node had named as a backend before it was made (rule 8, recorded), so the versions of
exactly these services count from 2 here. Everything else is as strict as it was.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.abspath(sys.argv.pop(1)))
import replay  # noqa: E402  it is in the folder that was named


class Replay(replay.Replay):
    def run(self, scenario):
        self.named = set()   # services that a node named before they were made: (mesh, service)
        self.late = set()    # those of them that were made since
        self.there = set()   # all services that are there
        return super().run(scenario)

    def look(self, op, kind, inp, out, ver, where, status='ACTIVE'):
        verb, _ = replay.split_op(op)
        if kind == 'VirtualService':
            service = (inp['meshName'], inp['virtualServiceName'])
            if verb == 'Create':
                self.there.add(service)
                if service in self.named:
                    self.named.remove(service)
                    self.late.add(service)
            elif verb == 'Delete':
                self.there.discard(service)
                self.late.discard(service)
            if service in self.late and ver is not None:
                ver += 1
        elif kind == 'VirtualNode' and verb in ('Create', 'Update'):
            for backend in inp.get('spec', {}).get('backends', ()):
                service = (inp['meshName'], backend['virtualService']['virtualServiceName'])
                if service not in self.there:
                    self.named.add(service)
        elif kind == 'Mesh' and verb == 'Delete':
            self.named = {s for s in self.named if s[0] != inp['meshName']}
        return super().look(op, kind, inp, out, ver, where, status)


replay.Replay = Replay
if __name__ == '__main__':
    replay.main()
