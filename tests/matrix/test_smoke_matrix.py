import time


async def test_w(world):
    for t, r in world.rows.items():
        print(t, len(r), list(r))
