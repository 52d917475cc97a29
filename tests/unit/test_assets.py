"""Assets: the graph's files are found in a house that is named, in an installed package, or in the checkout."""

from pathlib import Path

import pytest

from parkgraph import assets
from parkgraph.errors import AssetError

REPO = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder that holds the one file by which a house is known."""
    (tmp_path / "house" / "ontology").mkdir(parents=True)
    (tmp_path / "house" / "ontology" / "parkgraph.ttl").touch()
    return tmp_path / "house"


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No house is named from outside."""
    monkeypatch.delenv("PARKGRAPH_HOME", raising=False)


def test_the_checkout_is_found_from_its_own_code() -> None:
    """Where no package is installed, the folders at the top of the repository are the house."""
    assert assets.root() == REPO
    assert assets.asset("ontology", "parkgraph.ttl") == REPO / "ontology" / "parkgraph.ttl"


def test_an_installed_package_goes_before_the_checkout(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beside the code belong to it, whatever lies in the folders above."""
    code = house.rename(house.parent / "_assets").parent
    monkeypatch.setattr(assets, "HERE", code)
    assert assets.root() == code / "_assets"


def test_a_named_house_goes_before_all(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PARKGRAPH_HOME` decides."""
    monkeypatch.setenv("PARKGRAPH_HOME", str(house))
    assert assets.root() == house


def test_a_named_house_without_ontology_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name is an error, not a reason to look elsewhere."""
    monkeypatch.setenv("PARKGRAPH_HOME", str(tmp_path))
    with pytest.raises(AssetError) as caught:
        assets.root()
    assert str(caught.value) == (
        f"{tmp_path}: 找不到 ontology/parkgraph.ttl。 "
        "请重新安装 parkgraph，或把环境变量 PARKGRAPH_HOME 设为含有该文件的目录。"
    )
    assert caught.value.exit_code == 3


def test_a_missing_file_is_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which file of which house is missing."""
    monkeypatch.setenv("PARKGRAPH_HOME", str(house))
    with pytest.raises(AssetError) as caught:
        assets.asset("data", "parkgraph.ttl")
    assert str(caught.value) == f"{house}: 找不到 data/parkgraph.ttl。 请重新安装 parkgraph，或运行 parkgraph build。"
