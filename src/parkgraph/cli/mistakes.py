"""What is wrong with a command line, in Chinese: the parser finds it, its own words are English."""

from collections.abc import Iterable

import click

from ..errors import UsageError


def in_chinese(error: click.ClickException) -> UsageError:
    """A mistake that the parser found, with what to write instead."""
    context = getattr(error, "ctx", None)
    help_ = f"运行 {context.command_path if context else 'parkgraph'} --help 查看写法。"
    if isinstance(error, click.NoSuchOption):
        near = f"是否想写 {_either(error.possibilities)}？" if error.possibilities else help_
        return UsageError(f"没有 {error.option_name} 这个选项", remedy=near)
    if isinstance(error, click.MissingParameter):
        return UsageError(f"缺少{_called(error)}", remedy=help_)
    if isinstance(error, click.BadParameter):
        return UsageError(f"{_called(error)} 的值不对", remedy=_wanted(error.param) or help_)
    if isinstance(error, click.BadOptionUsage):
        return UsageError(f"选项 {error.option_name} 后面缺少值，或不该有值", remedy=help_)
    if isinstance(error, click.FileError):
        return UsageError(f"打不开文件 {error.ui_filename}", remedy="请检查路径和权限。")
    return UsageError("命令的写法不对，可能多写了词", remedy=help_)


def _called(error: click.BadParameter) -> str:
    """The option or argument that a mistake is about, as people write it."""
    if isinstance(error.param, click.Option):
        return "选项 " + "/".join(error.param.opts)
    if isinstance(error.param, click.Argument):
        return f"参数 {error.param.metavar or error.param.human_readable_name}"
    return "一个参数"


def _wanted(parameter: click.Parameter | None) -> str:
    """What an option or argument takes; empty where there is nothing to say but that it was wrong."""
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"可用的值：{'、'.join(map(str, kind.choices))}。"
    if isinstance(kind, click.IntRange | click.FloatRange):
        ends = [
            f"不小于 {kind.min}" if kind.min is not None else "",
            f"不大于 {kind.max}" if kind.max is not None else "",
        ]
        return f"请写一个{'，'.join(end for end in ends if end)} 的数。"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "请写一个数。"
    if isinstance(kind, click.Path):
        return "请检查路径是否存在、能否读写。"
    return ""


def _either(words: Iterable[str]) -> str:
    """Some words to choose from."""
    return " 或 ".join(words)
