"""The cast, assembled for each test on a fresh installation."""

import pytest

from casework.db import Database
from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def cast(database: Database) -> Cast:
    return people.assemble(database)
