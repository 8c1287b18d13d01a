"""Secrets from files: ``MENTORING_X_FILE`` names the file that holds the value of the secret setting X."""

import os
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource, SettingsError
from typing_extensions import override


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the files that the environment names for settings of the type SecretStr."""

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Read the file of one secret setting; None where no file is named.

        Raises:
            SettingsError: the file cannot be read, or the value is given a second time.
        """
        variable = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        path = os.environ.get(f"{variable}_FILE")
        if field.annotation is not SecretStr or not path:
            return None, field_name, False
        if os.environ.get(variable):
            raise SettingsError(f"{variable} and {variable}_FILE are both set; set one of them")
        try:
            return Path(path).read_text().strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            raise SettingsError(f"{variable}_FILE: {path} cannot be read: {reason}") from error

    @override
    def __call__(self) -> dict[str, Any]:
        """Read all secret settings for which a file is named."""
        secrets = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in secrets.items() if value is not None}
