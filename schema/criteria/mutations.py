"""Deeds on rubrics."""

from decimal import Decimal

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.criteria import actions
from domain.criteria.rules import Band, CriterionSpec
from schema.criteria import types as text
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import RubricRef
from schema.texts import READ_VERSION, T, describe

RUBRIC = T("Bộ tiêu chí.", "The rubric.")
RUBRIC_MADE = T("Bộ tiêu chí; rỗng khi bị từ chối.", "The rubric; null when refused.")
CRITERIA = T("Các tiêu chí theo thứ tự, 1-50.", "The criteria in order, 1 to 50.")


@strawberry.input(description=describe(T("Một mức điểm của tiêu chí.", "A band of a criterion's scale.")))
class CriterionBandInput:
    """Both ends belong to the band; bands cover the whole scale."""

    label: str = value(text.LABEL)
    mark_from: Decimal = value(text.MARK_FROM)
    mark_to: Decimal = value(text.MARK_TO)


@strawberry.input(description=describe(T("Một tiêu chí.", "A criterion.")))
class CriterionInput:
    """What is judged, with which weight, on which scale."""

    code: str = value(T("Mã, duy nhất trong bộ tiêu chí.", "The code, unique in the rubric."))
    name: str = value(text.NAME)
    name_en: str | None = value(text.NAME_EN)
    description: str | None = value(text.DESCRIPTION)
    weight: Decimal = value(text.WEIGHT)
    scale_min: Decimal = value(text.SCALE_MIN)
    scale_max: Decimal = value(text.SCALE_MAX)
    step: Decimal = value(text.STEP)
    minimum: Decimal | None = value(text.MINIMUM)
    bands: list[CriterionBandInput] = value(T("Các mức điểm, tối đa 20.", "At most 20 bands."), default_factory=list)

    def spec(self) -> CriterionSpec:
        """Say the criterion in the domain's terms."""
        return CriterionSpec(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            description=self.description,
            weight=self.weight,
            scale_min=self.scale_min,
            scale_max=self.scale_max,
            step=self.step,
            minimum=self.minimum,
            bands=[Band(band.label, band.mark_from, band.mark_to) for band in self.bands],
        )


@strawberry.input(description=describe(T("Bộ tiêu chí mới.", "A new rubric.")))
class CreateRubricInput(MutationInput):
    """What a rubric is drafted from."""

    movement_id: Ref = ref("Movement", T("Phong trào.", "The movement."))
    code: str = value(text.CODE)
    name: str = value(text.NAME)
    pass_total: Decimal | None = value(text.PASS_TOTAL)
    criteria: list[CriterionInput] = value(CRITERIA)


@payload(T("Kết quả soạn bộ tiêu chí.", "The answer of createRubric."))
class CreateRubricPayload:
    """The rubric drafted."""

    rubric = made("Rubric", RubricRef, RUBRIC_MADE)


async def create_rubric(deed: Deed, input: CreateRubricInput) -> Made[CreateRubricPayload]:
    """Draft a rubric."""
    rubric = await actions.create_rubric(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        code=input.code,
        name=input.name,
        pass_total=input.pass_total,
        criteria=[criterion.spec() for criterion in input.criteria],
    )
    return Made(rubric=rubric.id)


@strawberry.input(
    description=describe(
        T(
            "Nội dung mới của bản thảo: trường không gửi thì giữ nguyên, null thì xóa.",
            "A draft anew: what is left out stays, null clears.",
        )
    )
)
class ReplaceCriteriaInput(MutationInput):
    """The criteria that take the place of the ones before."""

    rubric_id: Ref = ref("Rubric", RUBRIC)
    expected_version: int = value(READ_VERSION)
    name: str | None = value(text.NAME, default=UNSET)
    pass_total: Decimal | None = value(text.PASS_TOTAL, default=UNSET)
    criteria: list[CriterionInput] = value(CRITERIA)


@payload(T("Kết quả sửa bộ tiêu chí.", "The answer of replaceCriteria."))
class ReplaceCriteriaPayload:
    """The rubric rewritten."""

    rubric = made("Rubric", RubricRef, RUBRIC_MADE)


async def replace_criteria(deed: Deed, input: ReplaceCriteriaInput) -> Made[ReplaceCriteriaPayload]:
    """Rewrite a draft rubric."""
    rubric = await actions.replace_criteria(
        deed.session,
        deed.actor,
        rubric_id=input.rubric_id,
        expected_version=input.expected_version,
        name=input.name,
        pass_total=input.pass_total,
        criteria=[criterion.spec() for criterion in input.criteria],
    )
    return Made(rubric=rubric.id)


@strawberry.input(description=describe(T("Phiên bản mới của bộ tiêu chí.", "A rubric to copy.")))
class NewRubricVersionInput(MutationInput):
    """Which rubric to copy into a new draft."""

    rubric_id: Ref = ref("Rubric", RUBRIC)


@payload(T("Kết quả lập phiên bản mới.", "The answer of newRubricVersion."))
class NewRubricVersionPayload:
    """The draft made."""

    rubric = made("Rubric", RubricRef, RUBRIC_MADE)


async def new_rubric_version(deed: Deed, input: NewRubricVersionInput) -> Made[NewRubricVersionPayload]:
    """Copy a rubric into a new draft."""
    rubric = await actions.new_rubric_version(deed.session, deed.actor, rubric_id=input.rubric_id)
    return Made(rubric=rubric.id)


@strawberry.type
class CriterionMutations:
    """Deeds on rubrics."""

    create_rubric = mutation(
        create_rubric, Permission.RUBRIC_MANAGE, T("Soạn bộ tiêu chí.", "Draft a rubric of a movement.")
    )
    replace_criteria = mutation(
        replace_criteria, Permission.RUBRIC_MANAGE, T("Sửa bộ tiêu chí khi chưa khóa.", "Rewrite a draft rubric.")
    )
    new_rubric_version = mutation(
        new_rubric_version,
        Permission.RUBRIC_MANAGE,
        T("Lập phiên bản mới từ một bộ tiêu chí.", "Copy a rubric into a draft with the next number."),
    )
