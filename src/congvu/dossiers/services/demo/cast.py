"""Who acts in the demonstration: officers by unit and role, and citizens with valid identity numbers."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Prefetch

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Post, Role
from congvu.directory.queries import actor_for, in_force
from congvu.directory.services.realm_files import read_json
from congvu.dossiers.messages import Person
from congvu.dossiers.models import Step
from congvu.dossiers.rules import identity_problem

STREETS = (
    "Lê Duẩn", "Hùng Vương", "Nguyễn Huệ", "Nguyễn Hữu Cảnh", "Trần Phú", "30 tháng 4", "29 tháng 4",
    "Ngô Quyền", "Phan Đăng Lưu", "Đinh Tiên Hoàng", "Cách Mạng Tháng Tám", "Lý Thường Kiệt",
)  # fmt: skip
FIRMS = ("Minh Phát", "Tân Thành", "Hưng Thịnh", "An Bình", "Sông Trầu", "Đại Lộc", "Phú Cường", "Bình Minh")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class Officers:
    """The officers of one realm as actors of a day."""

    def __init__(self, realm: str, on: date, dice: random.Random) -> None:
        self.dice = dice
        self._actors: dict[int, Actor] = {}
        self._seats: dict[tuple[int, str], list[Post]] = defaultdict(list)
        posts = Post.objects.filter(in_force(on), agency__realm=realm, officer__is_active=True)
        roles = Prefetch("roles", Role.objects.only("code"))
        for post in posts.select_related("officer").prefetch_related(roles).order_by("id"):
            for role in post.roles.all():
                self._seats[post.unit_id, role.code].append(post)

    def seated(self, unit_id: int, role: str) -> list[Post]:
        """Return the posts that hold `role` in a unit."""
        return self._seats.get((unit_id, role), [])

    def anyone(self, unit_id: int, role: str) -> Actor:
        """Return one of those who hold `role` in a unit."""
        return self._actor(self.dice.choice(self.seated(unit_id, role)))

    def of_step(self, step: Step) -> Actor:
        """Return whoever has an open step in their hands."""
        posts = self.seated(step.unit_id, step.role)
        mine = [post for post in posts if post.officer_id == step.assignee_id]
        return self._actor(mine[0] if mine else self.dice.choice(posts))

    def _actor(self, post: Post) -> Actor:
        if post.pk not in self._actors:
            self._actors[post.pk] = actor_for(post.officer, post.pk)
        return self._actors[post.pk]


class Citizens:
    """Makes people and firms up, each with a number of their own that the product takes as valid."""

    def __init__(self, dice: random.Random, year: int) -> None:
        self.dice = dice
        self.year = year
        self.parts = read_json("names.json")
        self.taken: set[str] = set()

    def citizen(self, agency: Agency, *, old: bool = False) -> Person:
        """Return an adult who lives in the agency's territory.

        Args:
            agency: whose territory.
            old: identified by a nine-digit CMND, as before 2016.
        """
        side = self.dice.choice(["women", "men"])
        born = date(self.year - self.dice.randint(19, 72), self.dice.randint(1, 12), self.dice.randint(1, 28))
        number = self._unused(lambda: self._cmnd() if old else self._cccd(born, side))
        kind = "cmnd" if old else "cccd"
        assert not identity_problem(kind, number, None if old else born)
        return Person(
            name=self.name(side),
            id_kind=kind,
            id_number=number,
            born_on=born,
            address=self.address(agency),
            phone=self.phone(),
        )

    def firm(self, agency: Agency) -> Person:
        """Return a company with its seat in the agency's territory."""
        number = self._unused(self._tax)
        name = f"Công ty TNHH {self.dice.choice(FIRMS)} {self.dice.choice(FIRMS)}"
        return Person(
            name=name,
            id_kind="tax",
            id_number=number,
            kind="business",
            address=self.address(agency),
            phone=self.phone(),
        )

    def name(self, side: str = "") -> str:
        """Return a Vietnamese name of a woman or a man."""
        parts = self.parts[side or self.dice.choice(["women", "men"])]
        return " ".join(
            self.dice.choice(words) for words in (self.parts["surnames"], parts["middle"], parts["given"])
        )

    def address(self, agency: Agency) -> str:
        """Return an address in the agency's territory."""
        place = agency.name.removeprefix("Ủy ban nhân dân ")
        return f"Số {self.dice.randint(1, 399)}, đường {self.dice.choice(STREETS)}, {place}"

    def phone(self) -> str:
        """Return a mobile number."""
        return f"09{self.dice.randint(0, 8)}{self.dice.randint(0, 9_999_999):07d}"

    def _unused(self, make: Callable[[], str]) -> str:
        number = make()
        while number in self.taken:
            number = make()
        self.taken.add(number)
        return number

    def _cccd(self, born: date, side: str) -> str:
        sex = (0 if side == "men" else 1) + 2 * (born.year // 100 - 19)
        return (
            f"{self.dice.choice(['075', '070'])}{sex}{born.year % 100:02d}{self.dice.randint(0, 999_999):06d}"
        )

    def _cmnd(self) -> str:
        return f"27{self.dice.randint(0, 9_999_999):07d}"

    def _tax(self) -> str:
        while True:
            digits = [3, 6] + [self.dice.randint(0, 9) for _ in range(7)]
            check = 10 - sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
            if check < 10:
                return "".join(map(str, [*digits, check]))
